using Confluent.Kafka;

namespace Kafka.Sli.Producing;

public partial class SliProducer<TKey, TValue>
{
    /// <inheritdoc/>
    public void InitTransactions(TimeSpan timeout) =>
        Clocked(TransactionCall.Init, timeout, static (producer, limit) => producer.InitTransactions(limit));

    /// <inheritdoc/>
    public void BeginTransaction() =>
        Clocked(TransactionCall.Begin, 0, static (producer, _) => producer.BeginTransaction());

    /// <inheritdoc/>
    public void CommitTransaction(TimeSpan timeout) =>
        Clocked(TransactionCall.Commit, timeout, static (producer, limit) => producer.CommitTransaction(limit));

    /// <inheritdoc/>
    public void CommitTransaction() =>
        Clocked(TransactionCall.Commit, 0, static (producer, _) => producer.CommitTransaction());

    /// <inheritdoc/>
    public void AbortTransaction(TimeSpan timeout) =>
        Clocked(TransactionCall.Abort, timeout, static (producer, limit) => producer.AbortTransaction(limit));

    /// <inheritdoc/>
    public void AbortTransaction() =>
        Clocked(TransactionCall.Abort, 0, static (producer, _) => producer.AbortTransaction());

    /// <inheritdoc/>
    /// <remarks>The group's metadata goes to the client as it came: it takes no other object than its own.</remarks>
    public void SendOffsetsToTransaction(IEnumerable<TopicPartitionOffset> offsets, IConsumerGroupMetadata groupMetadata, TimeSpan timeout) =>
        Clocked(
            TransactionCall.SendOffsets,
            (offsets, groupMetadata, timeout),
            static (producer, send) => producer.SendOffsetsToTransaction(send.offsets, send.groupMetadata, send.timeout));

    private void Clocked<TArguments>(TransactionCall call, TArguments arguments, Action<IProducer<TKey, TValue>, TArguments> make)
    {
        Enters(call);
        try
        {
            make(_inner, arguments);
        }
        catch (Exception e)
        {
            Threw(call, e);
            throw;
        }

        Returned(call);
    }
}
