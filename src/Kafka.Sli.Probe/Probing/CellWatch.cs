using System.Collections.Concurrent;
using Kafka.Sli.Objectives;
using Kafka.Sli.Probe.Clocks;
using Kafka.Sli.Probe.Judging;
using Kafka.Sli.Probe.Ledger;
using Kafka.Sli.Probe.Topics;

namespace Kafka.Sli.Probe.Probing;

/// <summary>What one cell's client tells, made into the figures that only a probe has.</summary>
internal sealed class CellWatch : IModelClientEvents
{
    private readonly ProbeInstruments _instruments;
    private readonly TimeProvider _time;
    private readonly IStallRecord _stalls;
    private readonly CellLedger _ledger;
    private readonly StreamId _own;
    private readonly CellPromise _promise;
    private readonly ClockOffsets _clocks;
    private readonly CellWarmUp _sends;
    private readonly CellWarmUp _reads;
    private readonly KeyValuePair<string, object?> _cell;
    private readonly ConcurrentDictionary<int, PartitionWatch> _partitions = new();
    private readonly OutageLog _outages = new();
    private readonly TaskCompletionSource _assigned = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile IReadOnlyDictionary<int, Leader> _leaders = new Dictionary<int, Leader>();
    private int _partitionCount = 1;

    /// <param name="surroundings">Where it is told, and what knows when the probe itself stood still: what is late by that alone is no outage.</param>
    /// <param name="cell">The cell's name.</param>
    /// <param name="own">The stream that its own messages are of.</param>
    /// <param name="promise">By what it is judged.</param>
    /// <param name="ledger">Judges what is read.</param>
    public CellWatch(CellSurroundings surroundings, string cell, StreamId own, CellPromise promise, CellLedger ledger)
    {
        _instruments = surroundings.Instruments;
        _stalls = surroundings.Stalls;
        _clocks = surroundings.Instance.Clocks;
        _promise = promise;
        _ledger = ledger;
        _time = surroundings.Sli.TimeProvider;
        _own = own;
        (_sends, _reads) = (new(promise.WarmUp, _time), new(promise.WarmUp, _time));
        _cell = new(ProbeInstruments.Cell, cell);
    }

    /// <summary>Takes what the client is not let do.</summary>
    public Action<Refusal, string> WhenRefused { get; init; } = static (_, _) => { };

    /// <summary>Ends with the first assignment.</summary>
    public Task FirstAssignment => _assigned.Task;

    /// <summary>How much is left of the time whose sends are told apart; all of it before the first.</summary>
    public TimeSpan WarmUpLeft => _sends.Left;

    /// <summary>For how long the oldest expected message has been overdue, in seconds.</summary>
    public double OverdueSeconds => _partitions.Values.Select(p => p.OldestOverdue).Min() is { } oldest ? Math.Max(0, _time.GetElapsedTime(oldest).TotalSeconds) : 0;

    /// <summary>Whether it is not yet known who reads what it has read.</summary>
    public bool IsRebalancing => _partitions.Values.Any(p => p.IsBetweenReaders);

    /// <summary>Those of late that are over, then those that last.</summary>
    public IReadOnlyList<BrokerOutage> Outages
    {
        get
        {
            var now = _time.GetTimestamp();
            return
            [
                .. _outages.Over,
                .. from watched in _partitions
                   let open = watched.Value.OpenOutage(intended => IsLate(intended, now))
                   where open is not null
                   select OutageOf(watched.Key, open.Value.Leader, open.Value.From, now, isOver: false),
            ];
        }
    }

    /// <summary>Who leads what from now on.</summary>
    public void Led(IReadOnlyDictionary<int, Leader> leaders)
    {
        _leaders = leaders;
        _partitionCount = Math.Max(1, leaders.Count);
    }

    /// <summary>The topic has these partitions from now on. What is out of one that it has no more ends with that: no send will ever end it.</summary>
    public void Covered(IReadOnlyList<int> partitions)
    {
        var now = _time.GetTimestamp();
        foreach (var (number, watch) in _partitions)
        {
            if (partitions.Contains(number))
            {
                watch.Covered();
            }
            else if (watch.Vanished(now, intended => IsLate(intended, now)) is { } open)
            {
                Ended(number, open.From, now, open.Leader);
            }
        }
    }

    public void Begun(in Sending sending)
    {
        if (!_sends.Covers(sending.Intended))
        {
            Of(sending.Partition).Begun(sending, _leaders.GetValueOrDefault(sending.Partition));
        }
    }

    public void Settled(in Sending sending, long at, Fate fate)
    {
        if (_sends.Covers(sending.Intended))
        {
            Of(sending.Partition).SettledCold(sending, fate);
            return;
        }

        var seconds = _time.GetElapsedTime(sending.Intended, at).TotalSeconds;
        var isGood = fate == Fate.Acknowledged && IsWithin(_promise.ProduceThreshold, seconds, sending.Intended, at);
        var (leader, outage) = Of(sending.Partition).Settled(sending, at, fate, isGood);
        _instruments.BrokerProduce.Record(Math.Max(0, seconds), [_cell, .. Tags(leader), .. fate == Fate.Acknowledged ? (KeyValuePair<string, object?>[])[] : [new("kafka.sli.outcome", fate == Fate.Failed ? "failed" : "unknown")]]);
        if (outage is { } over)
        {
            Ended(sending.Partition, over.From, over.To, over.Leader);
        }
    }

    public void Read(in Reading reading)
    {
        var at = reading.Arrival.Timestamp;
        var isCold = _reads.Covers(at);
        var isOwn = reading.Header?.Stream == _own;
        var isFirst = Of(reading.Partition).Read(isOwn && !reading.Header!.IsClosing ? reading.Header.Number : null);
        if (reading is { Header.Stream.Instance: var sender, AgeSeconds: { } age })
        {
            if (isFirst)
            {
                // The message before it was the last one that the old owner read: it was due one interval earlier, and would have been read then.
                _instruments.Handover.Record(age + (_promise.SecondsBetween * _partitionCount), _cell);
            }

            CompareClocks(sender, reading, age, isCold);
        }

        var isLate = !isCold && reading.AgeSeconds is { } seconds && !IsWithin(_promise.DeliveryThreshold, seconds, at - (long)(seconds * _time.TimestampFrequency), at);
        _ledger.Read(reading.Partition, new(reading.Offset, reading.Timestamp, reading.Header, isLate));
    }

    public void Assigned(IReadOnlyList<PartitionStart> starts)
    {
        _ledger.Assigned(starts);
        foreach (var start in starts)
        {
            Of(start.Partition).Assigned(start.IsResumed);
        }

        foreach (var partition in _partitions.Values)
        {
            partition.GivenToOthers();
        }

        if (starts.Count > 0)
        {
            _assigned.TrySetResult();
        }
    }

    public void Revoked(IReadOnlyList<int> partitions)
    {
        _ledger.Revoked(partitions);
        Forget(partitions);
    }

    public void Lost(IReadOnlyList<int> partitions)
    {
        _ledger.Lost(partitions);
        Forget(partitions);
    }

    public IReadOnlyList<(int Partition, long Offset)> ToCommit() => _ledger.ToCommit();

    public void Committed(IReadOnlyList<(int Partition, long Offset)> committed) => _ledger.Committed(committed);

    public void Refused(Refusal refusal, string reason) => WhenRefused(refusal, reason);

    private void Forget(IReadOnlyList<int> partitions)
    {
        foreach (var partition in partitions)
        {
            Of(partition).Revoked();
        }
    }

    /// <summary>What is late by the probe's own standing still alone is not.</summary>
    private bool IsWithin(double? threshold, double seconds, long from, long to) =>
        threshold is null || seconds <= threshold || seconds - _stalls.Overlap(from, to).TotalSeconds <= threshold;

    private bool IsLate(long intended, long now) => !IsWithin(_promise.ProduceThreshold, _time.GetElapsedTime(intended, now).TotalSeconds, intended, now);

    private void Ended(int partition, long from, long to, Leader? leader)
    {
        _instruments.Outage.Record(_time.GetElapsedTime(from, to).TotalSeconds, [_cell, .. Tags(leader)]);
        _outages.Add(OutageOf(partition, leader, from, to, isOver: true));
    }

    private BrokerOutage OutageOf(int partition, Leader? leader, long from, long to, bool isOver) =>
        new(partition, leader, _time.GetUtcNow() - _time.GetElapsedTime(from), _time.GetElapsedTime(from, to), isOver);

    private void CompareClocks(string sender, in Reading reading, double age, bool isCold)
    {
        _clocks.Heard(sender, reading.Arrival);
        if (reading.Clock is { } told)
        {
            _clocks.Told(sender, told, reading.Arrival);
        }

        if (_promise.CorrectsClocks && !isCold && !reading.Header!.IsClosing && _clocks.Corrected(sender, age, reading.Arrival.Timestamp) is { } corrected)
        {
            _instruments.CorrectedDelivery.Record(corrected, _cell);
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
