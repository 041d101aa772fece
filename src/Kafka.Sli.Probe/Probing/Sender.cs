using Confluent.Kafka;
using Kafka.Sli.Producing;

namespace Kafka.Sli.Probe.Probing;

/// <summary>
/// Sends on schedule, to every partition in turn, whatever the cluster does. A message goes out with its intended
/// time, so that a client which blocks does not hide the wait.
/// </summary>
internal sealed class Sender : CellWorker
{
    /// <summary>How long an idle sender sleeps before it looks whether it has to stop.</summary>
    private static readonly TimeSpan LongestSleep = TimeSpan.FromMilliseconds(100);

    /// <summary>What fell due this shortly before the end was not late.</summary>
    private static readonly TimeSpan OnTime = TimeSpan.FromMilliseconds(100);

    private readonly SliProducer<Null, byte[]> _producer;
    private readonly Func<byte[]> _value;
    private readonly TopicPartition[] _partitions;
    private readonly double _rate;
    private long _acknowledged;
    private long _unsent;

    public Sender(SliProducer<Null, byte[]> producer, TimeProvider time, IEnumerable<TopicPartition> partitions, double rate, Func<byte[]> value)
        : base("probe sender", time)
    {
        _producer = producer;
        _partitions = [.. partitions];
        _rate = rate;
        _value = value;
    }

    public long Acknowledged => Interlocked.Read(ref _acknowledged);

    /// <summary>How many were overdue when it was asked to stop, and are not sent.</summary>
    public long Unsent => Interlocked.Read(ref _unsent);

    protected override void Run()
    {
        var schedule = new Schedule(Time.GetTimestamp(), _rate, Time);
        var number = 0L;
        for (; WaitUntil(schedule.Due(number)); number++)
        {
            Send(_partitions[number % _partitions.Length], schedule.Due(number));
        }

        Interlocked.Exchange(ref _unsent, Math.Max(0, schedule.CountDueBy(StoppedAt - (long)(OnTime.TotalSeconds * Time.TimestampFrequency)) - number));
    }

    private bool WaitUntil(long due)
    {
        while (!Stopping.IsCancellationRequested)
        {
            Progressed();
            var wait = Time.GetElapsedTime(Time.GetTimestamp(), due);
            if (wait <= TimeSpan.Zero)
            {
                return true;
            }

            PreciseSleep.For(wait < LongestSleep ? wait : LongestSleep);
        }

        return false;
    }

    private void Send(TopicPartition partition, long due)
    {
        var message = new Message<Null, byte[]> { Value = _value() };
        while (true)
        {
            try
            {
                _producer.Produce(partition, message, Acknowledge, due);
                return;
            }
            catch (ProduceException<Null, byte[]> e) when (e.Error.Code == ErrorCode.Local_QueueFull && !Stopping.IsCancellationRequested)
            {
                // The same message again, as a service that waits for room does: its clock goes on.
                Progressed();
                PreciseSleep.For(TimeSpan.FromMilliseconds(10));
            }
            catch (ProduceException<Null, byte[]>)
            {
                // Measured as what it is; the schedule goes on.
                return;
            }
        }
    }

    private void Acknowledge(DeliveryReport<Null, byte[]> report)
    {
        if (!report.Error.IsError)
        {
            Interlocked.Increment(ref _acknowledged);
        }
    }
}
