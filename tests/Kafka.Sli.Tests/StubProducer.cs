using Confluent.Kafka;

namespace Kafka.Sli.Tests;

/// <summary>A producer whose every answer the test decides.</summary>
internal class StubProducer<TKey, TValue> : IProducer<TKey, TValue>
{
    public List<(string Member, object? Target, Message<TKey, TValue>? Message)> Calls { get; } = [];

    public Action<Message<TKey, TValue>, Action<DeliveryReport<TKey, TValue>>?> OnProduce { get; set; } = (_, _) => { };

    public Func<Message<TKey, TValue>, CancellationToken, Task<DeliveryResult<TKey, TValue>>> OnProduceAsync { get; set; } =
        (message, _) => Task.FromResult(new DeliveryResult<TKey, TValue> { Message = message, Status = PersistenceStatus.Persisted });

    public Action<string> OnTransactionCall { get; set; } = _ => { };

    public Message<TKey, TValue>? Last => Calls.LastOrDefault().Message;

    public bool IsDisposed { get; private set; }

    public int Disposals { get; private set; }

    public Handle Handle => throw new NotSupportedException();

    public virtual string Name => "stub";

    public void Produce(string topic, Message<TKey, TValue> message, Action<DeliveryReport<TKey, TValue>>? deliveryHandler = null)
    {
        Calls.Add(("Produce(string)", topic, message));
        OnProduce(message, deliveryHandler);
    }

    public void Produce(TopicPartition topicPartition, Message<TKey, TValue> message, Action<DeliveryReport<TKey, TValue>>? deliveryHandler = null)
    {
        Calls.Add(("Produce(TopicPartition)", topicPartition, message));
        OnProduce(message, deliveryHandler);
    }

    public Task<DeliveryResult<TKey, TValue>> ProduceAsync(string topic, Message<TKey, TValue> message, CancellationToken cancellationToken = default)
    {
        Calls.Add(("ProduceAsync(string)", topic, message));
        return OnProduceAsync(message, cancellationToken);
    }

    public Task<DeliveryResult<TKey, TValue>> ProduceAsync(TopicPartition topicPartition, Message<TKey, TValue> message, CancellationToken cancellationToken = default)
    {
        Calls.Add(("ProduceAsync(TopicPartition)", topicPartition, message));
        return OnProduceAsync(message, cancellationToken);
    }

    public int Poll(TimeSpan timeout) => 1;

    public int Flush(TimeSpan timeout) => 2;

    public void Flush(CancellationToken cancellationToken = default) => Calls.Add(("Flush", cancellationToken, null));

    public void InitTransactions(TimeSpan timeout) => Calls.Add(("InitTransactions", timeout, null));

    public void BeginTransaction()
    {
        Calls.Add(("BeginTransaction", null, null));
        OnTransactionCall("BeginTransaction");
    }

    public void CommitTransaction(TimeSpan timeout)
    {
        Calls.Add(("CommitTransaction", timeout, null));
        OnTransactionCall("CommitTransaction");
    }

    public void CommitTransaction()
    {
        Calls.Add(("CommitTransaction", null, null));
        OnTransactionCall("CommitTransaction");
    }

    public void AbortTransaction(TimeSpan timeout) => Calls.Add(("AbortTransaction", timeout, null));

    public void AbortTransaction() => Calls.Add(("AbortTransaction", null, null));

    public void SendOffsetsToTransaction(IEnumerable<TopicPartitionOffset> offsets, IConsumerGroupMetadata groupMetadata, TimeSpan timeout) =>
        Calls.Add(("SendOffsetsToTransaction", groupMetadata, null));

    public int AddBrokers(string brokers) => 3;

    public void SetSaslCredentials(string username, string password) => Calls.Add(("SetSaslCredentials", username, null));

    public void Dispose()
    {
        IsDisposed = true;
        Disposals++;
    }
}
