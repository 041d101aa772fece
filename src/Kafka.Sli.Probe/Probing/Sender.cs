using Confluent.Kafka;
using Kafka.Sli.Probe.Clocks;
using Kafka.Sli.Probe.Ledger;
using Kafka.Sli.Probe.Plan;
using Kafka.Sli.Producing;

namespace Kafka.Sli.Probe.Probing;

/// <summary>
/// Sends for one cell on schedule, to every partition in turn, whatever the cluster does. A message goes out with its intended
/// time, so that a client which blocks does not hide the wait.
/// </summary>
internal sealed class Sender
{
    /// <summary>What fell due this shortly before the end was not late.</summary>
    private static readonly TimeSpan OnTime = TimeSpan.FromMilliseconds(100);

    /// <summary>After this long a stop of the whole process has no users any more whose sends would have to be made up for.</summary>
    private static readonly TimeSpan LongestCatchUp = TimeSpan.FromMinutes(1);

    /// <summary>A full queue is tried again after this long.</summary>
    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(10);

    /// <summary>How often the peers that read a partition are told of their clocks.</summary>
    private static readonly TimeSpan ClockInterval = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly SliProducer<byte[]?, byte[]> _producer;
    private readonly IModelClientEvents _events;
    private readonly ScheduleWatch _watch;
    private readonly MessageSource _messages;
    private readonly string _topic;
    private readonly uint _cell;
    private readonly bool _isAcknowledged;
    private readonly StreamId _stream;
    private readonly ClockOffsets _clocks;
    private readonly TimeProvider _time;
    private readonly LoadPlan _load;
    private readonly Dictionary<int, SentNumbers> _numbers = [];
    private readonly Dictionary<int, long> _clockTold = [];
    private readonly OpenTransaction? _transaction;
    private SendSchedule? _schedule;
    private int[] _partitions = [];
    private long _next;
    private Outgoing? _refused;
    private bool _isRetired;

    public Sender(SliProducer<byte[]?, byte[]> producer, CellPlan plan, StreamId stream, ClockOffsets clocks, IModelClientEvents events, ScheduleWatch watch, TimeProvider time)
    {
        _producer = producer;
        _topic = plan.Topic;
        _cell = LedgerHeader.CellHash(plan.Name);
        _isAcknowledged = plan.IsAcknowledged;
        _load = plan.Load;
        _stream = stream;
        _clocks = clocks;
        _events = events;
        _watch = watch;
        _time = time;
        _messages = new MessageSource(plan.Load);
        _transaction = plan.TransactionEvery is null ? null : new OpenTransaction();
    }

    /// <summary>How many were overdue when it was asked to stop, and are not sent.</summary>
    public long Unsent { get; private set; }

    public void Start()
    {
        lock (_lock)
        {
            _schedule = new SendSchedule(_time.GetTimestamp(), _load, _time);
        }
    }

    public void Cover(IReadOnlyList<int> partitions)
    {
        lock (_lock)
        {
            _partitions = [.. partitions];
        }
    }

    /// <summary>When the next one is due; <see cref="long.MaxValue"/> when there is none.</summary>
    public long NextDue()
    {
        lock (_lock)
        {
            return _isRetired || _schedule is null || _partitions.Length == 0 ? long.MaxValue : _schedule.Due(_next);
        }
    }

    /// <summary>What was sent since the last one ended stands or falls together.</summary>
    public void TransactionEnded(Fate fate) => _transaction?.End(fate);

    /// <summary>Sends what is due by now.</summary>
    /// <returns>When the next one is due; <see cref="long.MaxValue"/> when there is none.</returns>
    public long SendDue()
    {
        lock (_lock)
        {
            if (_isRetired || _schedule is null || _partitions.Length == 0)
            {
                return long.MaxValue;
            }

            SkipWhatIsTooOld();
            while (_schedule.Due(_next) is var due && due <= _time.GetTimestamp())
            {
                if (!Send(due))
                {
                    return _time.GetTimestamp() + (long)(RetryPause.TotalSeconds * _time.TimestampFrequency);
                }

                _next++;
            }

            return _schedule.Due(_next);
        }
    }

    /// <summary>It will send nothing any more.</summary>
    public void Retire()
    {
        lock (_lock)
        {
            if (!_isRetired && _schedule is not null)
            {
                var late = _time.GetTimestamp() - (long)(OnTime.TotalSeconds * _time.TimestampFrequency);
                Unsent = Math.Max(0, _schedule.CountDueBy(late) - _next);
            }

            _refused?.Numbers.Settle(_refused.Sending.Number, Fate.Failed);
            _isRetired = true;
        }
    }

    /// <summary>Tells each partition how its numbers ended. Where the client has no room for that, nobody will know.</summary>
    /// <returns>Whether there was room for all of it.</returns>
    public bool Close()
    {
        lock (_lock)
        {
            var hadRoom = true;
            foreach (var (partition, numbers) in _numbers)
            {
                var (last, fates) = numbers.Close();
                try
                {
                    _producer.Produce(new TopicPartition(_topic, partition), MessageSource.Closing(new(_stream, _cell, IsClosing: true, last, Interval, fates)), null, _time.GetTimestamp());
                }
                catch (ProduceException<byte[]?, byte[]>)
                {
                    // Measured as what it is.
                    hadRoom = false;
                }
            }

            return hadRoom;
        }
    }

    /// <summary>In microseconds, from one message to a partition to the next one.</summary>
    private long Interval => (long)(1e6 * _partitions.Length / _load.Rate.PerSecond);

    private void SkipWhatIsTooOld()
    {
        var now = _time.GetTimestamp();
        if (_refused is null && _time.GetElapsedTime(_schedule!.Due(_next), now) > LongestCatchUp)
        {
            var from = _schedule.CountDueBy(now - (long)(LongestCatchUp.TotalSeconds * _time.TimestampFrequency));
            _watch.Skipped(from - _next);
            _next = from;
        }
    }

    /// <returns><see langword="false"/> when the client has no room: the same message is to be sent again.</returns>
    private bool Send(long due)
    {
        var outgoing = _refused ?? Make(due);
        try
        {
            if (_refused is null)
            {
                _watch.Sent(_time.GetElapsedTime(due));
                _events.Begun(outgoing.Sending);
            }

            _producer.Produce(outgoing.To, outgoing.Message, report => Settled(outgoing, FateOf(report), report.Error, isOver: _transaction is null), due);
            _refused = null;
            _transaction?.Add(outgoing.Numbers, outgoing.Sending.Number);
        }
        catch (ProduceException<byte[]?, byte[]> e) when (e.Error.Code == ErrorCode.Local_QueueFull)
        {
            // The same message again, as a service that waits for room does: its clock goes on.
            _refused = outgoing;
            return false;
        }
        catch (ProduceException<byte[]?, byte[]> e)
        {
            // Measured as what it is; the schedule goes on.
            _refused = null;
            Settled(outgoing, Fate.Failed, e.Error, isOver: true);
        }

        return true;
    }

    private Outgoing Make(long due)
    {
        var partition = _partitions[_next % _partitions.Length];
        if (!_numbers.TryGetValue(partition, out var numbers))
        {
            _numbers[partition] = numbers = new SentNumbers(_isAcknowledged);
        }

        var (number, fates) = numbers.Next();
        var header = new LedgerHeader(_stream, _cell, IsClosing: false, number, Interval, fates);
        return new(new TopicPartition(_topic, partition), _messages.Next(header, Clock(partition)), new Sending(partition, number, due), numbers);
    }

    /// <summary>It is stamped with its intended time, which is over: it cannot look younger than what it tells.</summary>
    private ClockHeader? Clock(int partition)
    {
        var now = _time.GetTimestamp();
        if (_clockTold.TryGetValue(partition, out var told) && _time.GetElapsedTime(told, now) < ClockInterval)
        {
            return null;
        }

        _clockTold[partition] = now;
        return _clocks.Tell(now) is { Delays.Count: > 0 } header ? header : null;
    }

    /// <summary>Not under the lock: who sends must not hold up who hears of the ends.</summary>
    private void Settled(Outgoing outgoing, Fate fate, Error error, bool isOver)
    {
        if (fate != Fate.Acknowledged && Refusals.Of(error, isSend: true) is { } refusal)
        {
            _events.Refused(refusal, error.Reason);
        }

        _events.Settled(outgoing.Sending, _time.GetTimestamp(), fate);
        if (isOver)
        {
            outgoing.Numbers.Settle(outgoing.Sending.Number, fate);
        }
    }

    private static Fate FateOf(DeliveryReport<byte[]?, byte[]> report) => report switch
    {
        { Error.IsError: false } => Fate.Acknowledged,
        { Status: PersistenceStatus.PossiblyPersisted } => Fate.Unknown,
        _ => Fate.Failed,
    };

    private sealed record Outgoing(TopicPartition To, Message<byte[]?, byte[]> Message, Sending Sending, SentNumbers Numbers);
}
