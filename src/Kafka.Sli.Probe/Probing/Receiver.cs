using Confluent.Kafka;

namespace Kafka.Sli.Probe.Probing;

/// <summary>Reads the probe topic as a member of the cell's consumer group.</summary>
internal sealed class Receiver : IDisposable
{
    private static readonly TimeSpan PollTimeout = TimeSpan.FromMilliseconds(100);

    private readonly IConsumer<Ignore, byte[]> _consumer;
    private readonly TimeProvider _time;
    private readonly ProbeMessage _messages;
    private readonly string _topic;
    private readonly CancellationTokenSource _stop = new();
    private readonly Thread _thread;
    private long _received;
    private long _lastProgress;
    private volatile Error? _lastError;

    public Receiver(IConsumer<Ignore, byte[]> consumer, TimeProvider time, string topic, ProbeMessage messages)
    {
        _consumer = consumer;
        _time = time;
        _topic = topic;
        _messages = messages;
        _lastProgress = time.GetTimestamp();
        _thread = new Thread(Run) { Name = "probe receiver", IsBackground = true };
    }

    /// <summary>How many messages of this very run were read.</summary>
    public long Received => Interlocked.Read(ref _received);

    public Error? LastError => _lastError;

    public TimeSpan SinceProgress => _time.GetElapsedTime(Interlocked.Read(ref _lastProgress));

    public void Start() => _thread.Start();

    /// <summary>Stops reading and leaves the group, with offsets committed.</summary>
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
        _consumer.Subscribe(_topic);
        while (!_stop.IsCancellationRequested)
        {
            Receive();
            Interlocked.Exchange(ref _lastProgress, _time.GetTimestamp());
        }

        _consumer.Close();
    }

    private void Receive()
    {
        try
        {
            if (_consumer.Consume(PollTimeout) is { Message.Value: { } value } && _messages.IsOwn(value))
            {
                Interlocked.Increment(ref _received);
            }
        }
        catch (KafkaException e)
        {
            // Counted by Kafka.Sli; a fatal one comes again at once, for ever.
            _lastError = e.Error;
            if (e.Error.IsFatal)
            {
                _stop.Token.WaitHandle.WaitOne(PollTimeout);
            }
        }
    }
}
