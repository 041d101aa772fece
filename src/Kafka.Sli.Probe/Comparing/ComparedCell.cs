using System.Collections.Concurrent;
using Kafka.Sli.Probe.Judging;
using Kafka.Sli.Probe.Ledger;
using Kafka.Sli.Probe.Plan;
using Kafka.Sli.Probe.Probing;

namespace Kafka.Sli.Probe.Comparing;

/// <summary>Stands between a cell and its client, and keeps each send: a comparison is of all samples, and not of a histogram's buckets.</summary>
internal sealed class ComparedCell : IModelClientEvents
{
    private readonly ConcurrentDictionary<(int Partition, long Number), ComparedSend> _sends = new();
    private readonly ConcurrentDictionary<(int Partition, long Number), ComparedSend> _open = new();
    private readonly ConcurrentQueue<(long At, double Seconds)> _lateness = new();
    private readonly IModelClientEvents _cell;
    private readonly StreamId _stream;
    private long _lastFailed;

    public ComparedCell(CellPlan plan, StreamId stream, IModelClientEvents cell) => (Plan, _stream, _cell) = (plan, stream, cell);

    public CellPlan Plan { get; }

    /// <summary>In the order in which they were due.</summary>
    public IReadOnlyList<ComparedSend> Sends => [.. _sends.Values.OrderBy(s => s.Due)];

    /// <summary>By how much sends were later than the schedule, and when that was told.</summary>
    public IReadOnlyCollection<(long At, double Seconds)> Lateness => _lateness;

    /// <summary>Whether all that was due before has ended.</summary>
    public bool HasEndedBefore(long due) => _open.Values.All(s => s.Due >= due);

    /// <summary>Whether something that was due since then was not acknowledged.</summary>
    public bool HasFailedSince(long due) => Volatile.Read(ref _lastFailed) >= due;

    public void Late(long at, double seconds) => _lateness.Enqueue((at, seconds));

    public void Begun(in Sending sending)
    {
        _open[(sending.Partition, sending.Number)] = _sends[(sending.Partition, sending.Number)] = new ComparedSend(sending.Partition, sending.Intended);
        _cell.Begun(sending);
    }

    public void Settled(in Sending sending, long at, Fate fate)
    {
        if (_open.TryRemove((sending.Partition, sending.Number), out var send))
        {
            send.End(at, fate == Fate.Acknowledged);
            if (fate != Fate.Acknowledged)
            {
                // Ends come on one thread at a time.
                Volatile.Write(ref _lastFailed, Math.Max(_lastFailed, sending.Intended));
            }
        }

        _cell.Settled(sending, at, fate);
    }

    public void Read(in Reading reading)
    {
        if (reading.Header is { IsClosing: false } header && header.Stream == _stream && _sends.TryGetValue((reading.Partition, header.Number), out var send))
        {
            send.ReadAt(reading.Arrival.Timestamp);
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
