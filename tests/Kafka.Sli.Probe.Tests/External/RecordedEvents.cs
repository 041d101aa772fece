using System.Globalization;
using Kafka.Sli.Probe.Judging;
using Kafka.Sli.Probe.Ledger;
using Kafka.Sli.Probe.Probing;

namespace Kafka.Sli.Probe.Tests.External;

/// <summary>Takes down what a model client tells.</summary>
internal sealed class RecordedEvents : IModelClientEvents
{
    public List<Sending> Sent { get; } = [];

    public List<(Sending Sending, long At, Fate Fate)> Ended { get; } = [];

    public List<Reading> Readings { get; } = [];

    /// <summary>Each with what it was of.</summary>
    public List<string> Partitions { get; } = [];

    public List<(int Partition, long Offset)> CommittedPositions { get; } = [];

    public List<(Refusal Refusal, string Reason)> Refusals { get; } = [];

    /// <summary>What there is to commit.</summary>
    public IReadOnlyList<(int Partition, long Offset)> Judged { get; set; } = [];

    public void Begun(in Sending sending) => Sent.Add(sending);

    public void Settled(in Sending sending, long at, Fate fate) => Ended.Add((sending, at, fate));

    public void Read(in Reading reading) => Readings.Add(reading);

    public void Assigned(IReadOnlyList<PartitionStart> starts) => Partitions.AddRange(starts.Select(s => string.Create(CultureInfo.InvariantCulture, $"assigned {s.Partition} from {(s.Offset is { } offset ? offset : "unknown")}{(s.IsResumed ? " again" : "")}")));

    public void Revoked(IReadOnlyList<int> partitions) => Partitions.Add($"revoked {string.Join(' ', partitions)}");

    public void Lost(IReadOnlyList<int> partitions) => Partitions.Add($"lost {string.Join(' ', partitions)}");

    public IReadOnlyList<(int Partition, long Offset)> ToCommit() => Judged;

    public void Committed(IReadOnlyList<(int Partition, long Offset)> committed) => CommittedPositions.AddRange(committed);

    public void Refused(Refusal refusal, string reason) => Refusals.Add((refusal, reason));
}
