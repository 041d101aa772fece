using System.Buffers.Binary;
using System.Diagnostics;
using Confluent.Kafka;

namespace Kafka.Sli.Lab.Observing;

/// <summary>A steady load on all partitions of a topic in turn, and what its sender's stopwatch says of each message.</summary>
internal sealed class ObservedLoad
{
    private const int Size = 200;

    private readonly IProducer<Null, byte[]> _producer;
    private readonly string _topic;
    private readonly int _partitions;
    private readonly SendWay _way;
    private readonly List<ObservedSend> _sends = [];
    private readonly Lock _lock = new();
    private Pace? _pace;

    /// <param name="producer">Decorated, or raw.</param>
    /// <param name="topic">Where to.</param>
    /// <param name="partitions">How many it has.</param>
    /// <param name="way">How it learns what became of them.</param>
    public ObservedLoad(IProducer<Null, byte[]> producer, string topic, int partitions, SendWay way = SendWay.Handler)
    {
        (_producer, _topic, _partitions, _way) = (producer, topic, partitions, way);
    }

    /// <summary>In the order in which they were sent.</summary>
    public IReadOnlyList<ObservedSend> Sends
    {
        get
        {
            lock (_lock)
            {
                return [.. _sends];
            }
        }
    }

    /// <summary>The number that a message's value tells.</summary>
    public static int NumberOf(byte[] value) => BinaryPrimitives.ReadInt32BigEndian(value);

    public void Start(double perSecond) => _pace = new Pace(perSecond, Send);

    /// <summary>Sends no more, and waits for what is in flight.</summary>
    public void Stop()
    {
        _pace?.Stop();
        _producer.Flush(TestContext.Current.CancellationToken);

        // The report has come, but a continuation may wait for a thread.
        SpinWait.SpinUntil(() => Sends.All(s => s.HasEnded), TimeSpan.FromSeconds(10));
    }

    public void Send(long due)
    {
        var send = new ObservedSend { Number = _sends.Count, Partition = _sends.Count % _partitions, Due = due };
        lock (_lock)
        {
            _sends.Add(send);
        }

        var value = new byte[Size];
        BinaryPrimitives.WriteInt32BigEndian(value, send.Number);
        var (to, message) = (new TopicPartition(_topic, send.Partition), new Message<Null, byte[]> { Value = value });
        send.Called = Stopwatch.GetTimestamp();
        if (_way == SendWay.Task)
        {
            _ = AwaitAsync(send, to, message);
            return;
        }

        try
        {
            _producer.Produce(to, message, report => send.End(report.Error.Code, report.Status));
        }
        catch (KafkaException e)
        {
            send.End(e.Error.Code, PersistenceStatus.NotPersisted);
        }
    }

    private async Task AwaitAsync(ObservedSend send, TopicPartition to, Message<Null, byte[]> message)
    {
        try
        {
            var result = await _producer.ProduceAsync(to, message).ConfigureAwait(false);
            send.End(ErrorCode.NoError, result.Status);
        }
        catch (ProduceException<Null, byte[]> e)
        {
            send.End(e.Error.Code, e.DeliveryResult.Status);
        }
    }
}
