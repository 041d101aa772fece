using Confluent.Kafka;

namespace Kafka.Sli.Probe.Probing;

/// <summary>Reads the probe topic as a member of the cell's consumer group.</summary>
internal sealed class Receiver : CellWorker
{
    private static readonly TimeSpan PollTimeout = TimeSpan.FromMilliseconds(100);

    private readonly IConsumer<Ignore, Ignore> _consumer;
    private readonly IModelClientEvents _events;
    private readonly CommitPositions _positions;
    private readonly string _topic;
    private volatile Error? _lastError;

    public Receiver(IConsumer<Ignore, Ignore> consumer, string topic, IModelClientEvents events, CommitPositions positions, TimeProvider time)
        : base("probe receiver", time)
    {
        _consumer = consumer;
        _topic = topic;
        _events = events;
        _positions = positions;
    }

    public Error? LastError => _lastError;

    protected override void Run()
    {
        _consumer.Subscribe(_topic);
        while (!Stopping.IsCancellationRequested)
        {
            Receive();
            Progressed();
        }
    }

    /// <summary>When it has stopped, and what it read is committed.</summary>
    public void Leave()
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
            if (_consumer.Consume(PollTimeout) is { Message: { } message } result)
            {
                _positions.Reached(result.TopicPartitionOffset);
                _events.Read(Reading(result, message));
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

    private Reading Reading(ConsumeResult<Ignore, Ignore> result, Message<Ignore, Ignore> message)
    {
        var header = message.Headers?.TryGetLastBytes(ProbeHeader.Key, out var bytes) == true ? ProbeHeader.Read(bytes) : null;
        var age = message.Timestamp.Type == TimestampType.CreateTime ? (Time.GetUtcNow() - message.Timestamp.UtcDateTime).TotalSeconds : (double?)null;
        return new(result.Partition, result.Offset, header, Time.GetTimestamp(), age);
    }
}
