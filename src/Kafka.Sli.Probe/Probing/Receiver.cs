using Confluent.Kafka;

namespace Kafka.Sli.Probe.Probing;

/// <summary>Reads the probe topic as a member of the cell's consumer group.</summary>
internal sealed class Receiver : CellWorker
{
    private static readonly TimeSpan PollTimeout = TimeSpan.FromMilliseconds(100);

    private readonly IConsumer<Ignore, byte[]> _consumer;
    private readonly ProbeMessage _messages;
    private readonly string _topic;
    private long _received;
    private volatile Error? _lastError;

    public Receiver(IConsumer<Ignore, byte[]> consumer, TimeProvider time, string topic, ProbeMessage messages)
        : base("probe receiver", time)
    {
        _consumer = consumer;
        _topic = topic;
        _messages = messages;
    }

    /// <summary>How many messages of this very run were read.</summary>
    public long Received => Interlocked.Read(ref _received);

    public Error? LastError => _lastError;

    protected override void Run()
    {
        _consumer.Subscribe(_topic);
        while (!Stopping.IsCancellationRequested)
        {
            Receive();
            Progressed();
        }

        Leave();
    }

    private void Leave()
    {
        try
        {
            _consumer.Close();
        }
        catch (KafkaException e)
        {
            // The cluster is gone; the group will find out by itself.
            _lastError = e.Error;
        }
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
                Stopping.WaitHandle.WaitOne(PollTimeout);
            }
        }
    }
}
