using System.Collections.Concurrent;
using System.Diagnostics;
using Kafka.Sli.Probe.Judging;
using Kafka.Sli.Probe.Ledger;
using Kafka.Sli.Probe.Probing;

namespace Kafka.Sli.Lab.FailOver;

/// <summary>
/// Stands between a cell and its client with a stopwatch of its own, and works out from that alone what the probe is to find. Both ends are in this process, so one clock times a message from when it was due to its read.
/// </summary>
internal sealed class CellObserver : IModelClientEvents
{
    private readonly ConcurrentDictionary<(int Partition, long Number), SeenMessage> _messages = new();
    private readonly ConcurrentDictionary<(int Partition, long Offset, long Timestamp, long Number), bool> _records = new();
    private readonly IModelClientEvents _cell;
    private readonly StreamId _stream;

    public CellObserver(IModelClientEvents cell, StreamId stream) => (_cell, _stream) = (cell, stream);

    /// <summary>What its cell sent, in the order in which it was due.</summary>
    public IReadOnlyList<SeenMessage> Messages => [.. _messages.Values.OrderBy(m => m.Due)];

    /// <summary>How many records it read that said the same as another one. One that was read again is no other.</summary>
    public long Copies => _records.Count - _records.Keys.DistinctBy(r => (r.Partition, r.Number)).LongCount();

    /// <summary>The outages of one partition, in seconds: each from when the first send was due that failed or took too long to the answer to the next good one.</summary>
    /// <remarks>Found in the order of the sends when all has ended, and not, as the probe does it, in the order of the answers while they come.</remarks>
    public IReadOnlyList<double> Outages(int partition, double threshold)
    {
        var outages = new List<double>();
        long? since = null;
        foreach (var message in Messages.Where(m => m.Partition == partition && m.HasEnded))
        {
            if (!message.IsAcknowledged || message.Latency > threshold)
            {
                since ??= message.Due;
            }
            else if (since is { } first)
            {
                outages.Add(Stopwatch.GetElapsedTime(first, message.Ended).TotalSeconds);
                since = null;
            }
        }

        return outages;
    }

    public void Begun(in Sending sending)
    {
        _messages[(sending.Partition, sending.Number)] = new SeenMessage(sending.Partition, sending.Number, sending.Intended);
        _cell.Begun(sending);
    }

    public void Settled(in Sending sending, long at, Fate fate)
    {
        _messages[(sending.Partition, sending.Number)].End(Stopwatch.GetTimestamp(), fate == Fate.Acknowledged);
        _cell.Settled(sending, at, fate);
    }

    public void Read(in Reading reading)
    {
        if (reading.Header is { IsClosing: false } header && header.Stream == _stream)
        {
            _messages[(reading.Partition, header.Number)].Read(Stopwatch.GetTimestamp());
            _records[(reading.Partition, reading.Offset, reading.Timestamp, header.Number)] = true;
        }

        _cell.Read(reading);
    }

    public void Assigned(IReadOnlyList<PartitionStart> starts) => _cell.Assigned(starts);

    public void Revoked(IReadOnlyList<int> partitions) => _cell.Revoked(partitions);

    public void Lost(IReadOnlyList<int> partitions) => _cell.Lost(partitions);

    public IReadOnlyList<(int Partition, long Offset)> ToCommit() => _cell.ToCommit();

    public void Committed(IReadOnlyList<(int Partition, long Offset)> committed) => _cell.Committed(committed);

    public void Refused(Refusal refusal, string reason) => _cell.Refused(refusal, reason);
}
