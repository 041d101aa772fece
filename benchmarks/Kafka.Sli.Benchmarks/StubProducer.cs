using Confluent.Kafka;

namespace Kafka.Sli.Benchmarks;

/// <summary>Acknowledges every message inside the call.</summary>
internal sealed class StubProducer : IProducer<string, string>
{
    private readonly DeliveryReport<string, string> _report = new() { Error = new Error(ErrorCode.NoError), Status = PersistenceStatus.Persisted };
    private readonly Task<DeliveryResult<string, string>> _sent =
        Task.FromResult(new DeliveryResult<string, string> { Status = PersistenceStatus.Persisted });

    public Handle Handle => throw new NotSupportedException();

    public string Name => "stub";

    public void Produce(string topic, Message<string, string> message, Action<DeliveryReport<string, string>>? deliveryHandler = null) =>
        deliveryHandler?.Invoke(_report);

    public void Produce(TopicPartition topicPartition, Message<string, string> message, Action<DeliveryReport<string, string>>? deliveryHandler = null) =>
        deliveryHandler?.Invoke(_report);

    public Task<DeliveryResult<string, string>> ProduceAsync(string topic, Message<string, string> message, CancellationToken cancellationToken = default) => _sent;

    public Task<DeliveryResult<string, string>> ProduceAsync(TopicPartition topicPartition, Message<string, string> message, CancellationToken cancellationToken = default) => _sent;

    public int Poll(TimeSpan timeout) => 0;

    public int Flush(TimeSpan timeout) => 0;

    public void Flush(CancellationToken cancellationToken = default)
    {
    }

    public void InitTransactions(TimeSpan timeout) => throw new NotSupportedException();

    public void BeginTransaction() => throw new NotSupportedException();

    public void CommitTransaction(TimeSpan timeout) => throw new NotSupportedException();

    public void CommitTransaction() => throw new NotSupportedException();

    public void AbortTransaction(TimeSpan timeout) => throw new NotSupportedException();

    public void AbortTransaction() => throw new NotSupportedException();

    public void SendOffsetsToTransaction(IEnumerable<TopicPartitionOffset> offsets, IConsumerGroupMetadata groupMetadata, TimeSpan timeout) =>
        throw new NotSupportedException();

    public int AddBrokers(string brokers) => 0;

    public void SetSaslCredentials(string username, string password)
    {
    }

    public void Dispose()
    {
    }
}
