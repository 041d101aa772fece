using Confluent.Kafka;
using Kafka.Sli.Producing;

namespace Kafka.Sli.Probe.Probing;

/// <summary>
/// Sends on schedule, to every partition in turn, whatever the cluster does. A message goes out with its intended
/// time, so that a client which blocks does not hide the wait.
/// </summary>
internal sealed class Sender : IDisposable
{
    /// <summary>How long an idle sender sleeps before it looks whether it has to stop.</summary>
    private static readonly TimeSpan LongestSleep = TimeSpan.FromMilliseconds(100);

    private readonly SliProducer<Null, byte[]> _producer;
    private readonly TimeProvider _time;
    private readonly Func<byte[]> _value;
    private readonly TopicPartition[] _partitions;
    private readonly double _rate;
    private readonly CancellationTokenSource _stop = new();
    private readonly Thread _thread;
    private long _acknowledged;
    private long _lastProgress;

    public Sender(SliProducer<Null, byte[]> producer, TimeProvider time, IEnumerable<TopicPartition> partitions, double rate, Func<byte[]> value)
    {
        _producer = producer;
        _time = time;
        _partitions = [.. partitions];
        _rate = rate;
        _value = value;
        _lastProgress = time.GetTimestamp();
        _thread = new Thread(Run) { Name = "probe sender", IsBackground = true };
    }

    public long Acknowledged => Interlocked.Read(ref _acknowledged);

    /// <summary>How long ago it last sent, tried to send or looked at its schedule.</summary>
    public TimeSpan SinceProgress => _time.GetElapsedTime(Interlocked.Read(ref _lastProgress));

    public void Start() => _thread.Start();

    /// <summary>Stops sending. What is in flight stays so.</summary>
    public void Stop()
    {
        _stop.Cancel();
        if (_thread.ThreadState != ThreadState.Unstarted)
        {
            _thread.Join();
        }
    }

    public void Dispose() => _stop.Dispose();

    private void Run()
    {
        var schedule = new Schedule(_time.GetTimestamp(), _rate, _time);
        for (var number = 0L; WaitUntil(schedule.Due(number)); number++)
        {
            Send(_partitions[number % _partitions.Length], schedule.Due(number));
        }
    }

    private bool WaitUntil(long due)
    {
        while (!_stop.IsCancellationRequested)
        {
            Interlocked.Exchange(ref _lastProgress, _time.GetTimestamp());
            var wait = _time.GetElapsedTime(_time.GetTimestamp(), due);
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
            catch (ProduceException<Null, byte[]> e) when (e.Error.Code == ErrorCode.Local_QueueFull && !_stop.IsCancellationRequested)
            {
                // The same message again, as a service that waits for room does: its clock goes on.
                Interlocked.Exchange(ref _lastProgress, _time.GetTimestamp());
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
