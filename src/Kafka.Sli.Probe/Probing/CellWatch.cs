using System.Collections.Concurrent;
using Kafka.Sli.Objectives;
using Kafka.Sli.Probe.Topics;

namespace Kafka.Sli.Probe.Probing;

/// <summary>What one cell's client tells, made into the figures that only a probe has.</summary>
internal sealed class CellWatch : IModelClientEvents
{
    private readonly ProbeInstruments _instruments;
    private readonly TimeProvider _time;
    private readonly IStallRecord _stalls;
    private readonly double? _threshold;
    private readonly double _secondsBetween;
    private readonly KeyValuePair<string, object?> _cell;
    private readonly ConcurrentDictionary<int, PartitionWatch> _partitions = new();
    private readonly TaskCompletionSource _assigned = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile IReadOnlyDictionary<int, Leader> _leaders = new Dictionary<int, Leader>();
    private int _partitionCount = 1;
    private long _acknowledged;
    private long _read;

    /// <param name="instruments">Where it is told.</param>
    /// <param name="stalls">Knows when the probe itself stood still: what is late by that alone is no outage.</param>
    /// <param name="cell">The cell's name.</param>
    /// <param name="threshold">Longer than that, in seconds, a send is bad; <see langword="null"/> where only a failure is.</param>
    /// <param name="rate">Messages a second, to all partitions together.</param>
    /// <param name="time">The clock.</param>
    public CellWatch(ProbeInstruments instruments, IStallRecord stalls, string cell, double? threshold, double rate, TimeProvider time)
    {
        _instruments = instruments;
        _stalls = stalls;
        _threshold = threshold;
        _secondsBetween = 1 / rate;
        _time = time;
        _cell = new(ProbeInstruments.Cell, cell);
    }

    /// <summary>Ends with the first assignment.</summary>
    public Task FirstAssignment => _assigned.Task;

    public Guid? OwnStream { get; set; }

    public long Acknowledged => Interlocked.Read(ref _acknowledged);

    /// <summary>How many of its own messages were read.</summary>
    public long OwnRead => Interlocked.Read(ref _read);

    /// <summary>For how long the oldest expected message has been overdue, in seconds.</summary>
    public double OverdueSeconds => _partitions.Values.Select(p => p.OldestOverdue).Min() is { } oldest ? Math.Max(0, _time.GetElapsedTime(oldest).TotalSeconds) : 0;

    /// <summary>Who leads what from now on.</summary>
    public void Led(IReadOnlyDictionary<int, Leader> leaders)
    {
        _leaders = leaders;
        _partitionCount = Math.Max(1, leaders.Count);
    }

    public void Begun(in Sending sending) => Of(sending.Partition).Begun(sending, _leaders.GetValueOrDefault(sending.Partition));

    public void Settled(in Sending sending, long at, SendEnd end)
    {
        var seconds = _time.GetElapsedTime(sending.Intended, at).TotalSeconds;
        var isGood = end == SendEnd.Acknowledged && (_threshold is null || seconds <= _threshold || seconds - _stalls.Overlap(sending.Intended, at).TotalSeconds <= _threshold);
        var (leader, outage) = Of(sending.Partition).Settled(sending, at, end, isGood);
        if (end == SendEnd.Acknowledged)
        {
            Interlocked.Increment(ref _acknowledged);
        }

        _instruments.BrokerProduce.Record(Math.Max(0, seconds), [_cell, .. Tags(leader), .. end == SendEnd.Acknowledged ? (KeyValuePair<string, object?>[])[] : [new("kafka.sli.outcome", end == SendEnd.Failed ? "failed" : "unknown")]]);
        if (outage is { } over)
        {
            _instruments.Outage.Record(_time.GetElapsedTime(over.From, over.To).TotalSeconds, [_cell, .. Tags(over.Leader)]);
        }
    }

    public void Read(in Reading reading)
    {
        var isOwn = reading.Header is { } header && header.Stream == OwnStream;
        if (isOwn)
        {
            Interlocked.Increment(ref _read);
        }

        if (Of(reading.Partition).Read(isOwn ? reading.Header!.Value.Number : null) && reading is { Header: not null, AgeSeconds: { } age })
        {
            // The message before it was the last one that the old owner read: it was due one interval earlier, and would have been read then.
            _instruments.Handover.Record(age + (_secondsBetween * _partitionCount), _cell);
        }
    }

    public void Assigned(IReadOnlyList<(int Partition, bool IsResumed)> partitions)
    {
        foreach (var (partition, isResumed) in partitions)
        {
            Of(partition).Assigned(isResumed);
        }

        foreach (var partition in _partitions.Values)
        {
            partition.GivenToOthers();
        }

        if (partitions.Count > 0)
        {
            _assigned.TrySetResult();
        }
    }

    public void Revoked(IReadOnlyList<int> partitions)
    {
        foreach (var partition in partitions)
        {
            Of(partition).Revoked();
        }
    }

    private static KeyValuePair<string, object?>[] Tags(Leader? leader) => leader switch
    {
        null => [],
        { Rack: null } => [new(ProbeInstruments.Broker, leader.Id)],
        _ => [new(ProbeInstruments.Broker, leader.Id), new(ProbeInstruments.Rack, leader.Rack)],
    };

    private PartitionWatch Of(int partition) => _partitions.GetOrAdd(partition, static _ => new PartitionWatch());
}
