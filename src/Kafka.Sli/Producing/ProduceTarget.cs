using Confluent.Kafka;

namespace Kafka.Sli.Producing;

/// <summary>Where a message goes, kept by overload so that each call reaches its twin of the inner client.</summary>
internal readonly struct ProduceTarget
{
    private readonly string? _topic;
    private readonly TopicPartition? _partition;
    private readonly bool _namesPartition;

    public ProduceTarget(string topic) => _topic = topic;

    public ProduceTarget(TopicPartition partition)
    {
        _partition = partition;
        _topic = partition?.Topic;
        _namesPartition = true;
    }

    /// <summary>Empty where the application named none, which the client refuses.</summary>
    public string Topic => _topic ?? "";

    /// <summary>As the client would name it in a result; <see langword="null"/> where the application gave none.</summary>
    public TopicPartition? Partition => _namesPartition ? _partition : new TopicPartition(_topic, Confluent.Kafka.Partition.Any);

    public void Produce<TKey, TValue>(
        IProducer<TKey, TValue> producer, Message<TKey, TValue> message, Action<DeliveryReport<TKey, TValue>>? handler)
    {
        if (_namesPartition)
        {
            producer.Produce(_partition, message, handler);
        }
        else
        {
            producer.Produce(_topic, message, handler);
        }
    }

    public Task<DeliveryResult<TKey, TValue>> ProduceAsync<TKey, TValue>(
        IProducer<TKey, TValue> producer, Message<TKey, TValue> message, CancellationToken cancellationToken) =>
        _namesPartition
            ? producer.ProduceAsync(_partition, message, cancellationToken)
            : producer.ProduceAsync(_topic, message, cancellationToken);
}
