using Confluent.Kafka;
using Kafka.Sli.Probe.Clocks;

namespace Kafka.Sli.Probe.Probing;

/// <summary>Reads the probe topic as a member of the cell's consumer group.</summary>
internal sealed class Receiver : CellWorker
{
    private static readonly TimeSpan PollTimeout = TimeSpan.FromMilliseconds(100);

    private readonly IConsumer<Ignore, Ignore> _consumer;
    private readonly IModelClientEvents _events;
    private readonly RecordReader _records;
    private readonly string _topic;
    private volatile Error? _lastError;

    public Receiver(IConsumer<Ignore, Ignore> consumer, string topic, IModelClientEvents events, RecordReader records, TimeProvider time)
        : base("probe receiver", time)
    {
        _consumer = consumer;
        _topic = topic;
        _events = events;
        _records = records;
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
    public bool Leave()
    {
        try
        {
            _consumer.Close();
            return true;
        }
        catch (KafkaException e)
        {
            // The cluster is gone; the group will find out by itself.
            _lastError = e.Error;
            return false;
        }
    }

    private void Receive()
    {
        try
        {
            if (_consumer.Consume(PollTimeout) is { Message: { } message } result)
            {
                _events.Read(Reading(result, message));
            }
        }
        catch (KafkaException e)
        {
            // Counted by Kafka.Sli; a fatal one comes again at once, for ever.
            _lastError = e.Error;
            if (Refusals.Of(e.Error, isSend: false) is { } refusal)
            {
                _events.Refused(refusal, e.Error.Reason);
            }

            if (e.Error.IsFatal)
            {
                Stopping.WaitHandle.WaitOne(PollTimeout);
            }
        }
    }

    private Reading Reading(ConsumeResult<Ignore, Ignore> result, Message<Ignore, Ignore> message)
    {
        var at = Time.GetTimestamp();
        var received = (Time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        var created = message.Timestamp.Type == TimestampType.CreateTime ? message.Timestamp.UnixTimestampMs * 1000 : (long?)null;
        var stamp = RecordReader.Stamp(message) ?? created;
        return new(
            result.Partition,
            result.Offset,
            message.Timestamp.UnixTimestampMs,
            _records.Header(message),
            RecordReader.Clock(message),
            new Arrival(stamp ?? 0, received, at),
            (received - stamp) / 1e6);
    }
}
