using Confluent.Kafka;
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

    private readonly Lock _lock = new();
    private readonly SliProducer<byte[]?, byte[]> _producer;
    private readonly IModelClientEvents _events;
    private readonly ScheduleWatch _watch;
    private readonly MessageSource _messages;
    private readonly string _topic;
    private readonly TimeProvider _time;
    private readonly LoadPlan _load;
    private readonly Dictionary<int, long> _numbers = [];
    private SendSchedule? _schedule;
    private int[] _partitions = [];
    private long _next;
    private (TopicPartition To, Message<byte[]?, byte[]> Message, Sending Sending)? _refused;
    private bool _isRetired;

    public Sender(SliProducer<byte[]?, byte[]> producer, string topic, LoadPlan load, IModelClientEvents events, ScheduleWatch watch, TimeProvider time)
    {
        _producer = producer;
        _topic = topic;
        _load = load;
        _events = events;
        _watch = watch;
        _time = time;
        _messages = new MessageSource(load);
    }

    public Guid Stream => _messages.Stream;

    /// <summary>How many were overdue when it was asked to stop, and are not sent.</summary>
    public long Unsent { get; private set; }

    public void Start(IReadOnlyList<int> partitions)
    {
        lock (_lock)
        {
            _partitions = [.. partitions];
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

            _isRetired = true;
        }
    }

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
        var (to, message, sending) = _refused ?? Make(due);
        try
        {
            if (_refused is null)
            {
                _watch.Sent(_time.GetElapsedTime(due));
                _events.Begun(sending);
            }

            _producer.Produce(to, message, report => _events.Settled(sending, _time.GetTimestamp(), EndOf(report)), due);
            _refused = null;
        }
        catch (ProduceException<byte[]?, byte[]> e) when (e.Error.Code == ErrorCode.Local_QueueFull)
        {
            // The same message again, as a service that waits for room does: its clock goes on.
            _refused = (to, message, sending);
            return false;
        }
        catch (ProduceException<byte[]?, byte[]>)
        {
            // Measured as what it is; the schedule goes on.
            _refused = null;
            _events.Settled(sending, _time.GetTimestamp(), SendEnd.Failed);
        }

        return true;
    }

    private (TopicPartition To, Message<byte[]?, byte[]> Message, Sending Sending) Make(long due)
    {
        var partition = _partitions[_next % _partitions.Length];
        var number = _numbers.GetValueOrDefault(partition);
        _numbers[partition] = number + 1;
        return (new TopicPartition(_topic, partition), _messages.Next(number), new Sending(partition, number, due));
    }

    private static SendEnd EndOf(DeliveryReport<byte[]?, byte[]> report) => report switch
    {
        { Error.IsError: false } => SendEnd.Acknowledged,
        { Status: PersistenceStatus.PossiblyPersisted } => SendEnd.Unknown,
        _ => SendEnd.Failed,
    };
}
