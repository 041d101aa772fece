using Confluent.Kafka;

namespace Kafka.Sli.Consuming;

public partial class SliConsumer<TKey, TValue>
{
    /// <inheritdoc/>
    public List<TopicPartitionOffset> Commit() =>
        Clocked(0, static (consumer, _) => consumer.Commit(), static (_, committed) => committed is { Count: 0 });

    /// <inheritdoc/>
    public void Commit(IEnumerable<TopicPartitionOffset> offsets) => Clocked(
        offsets,
        static (consumer, some) =>
        {
            consumer.Commit(some);
            return 0;
        },
        static (some, _) => some is ICollection<TopicPartitionOffset> { Count: 0 });

    /// <inheritdoc/>
    public void Commit(ConsumeResult<TKey, TValue> result) => Clocked(
        result,
        static (consumer, one) =>
        {
            consumer.Commit(one);
            return 0;
        },
        static (_, _) => false);

    private TResult Clocked<TArgument, TResult>(
        TArgument argument, Func<IConsumer<TKey, TValue>, TArgument, TResult> commit, Func<TArgument, TResult, bool> isOfNothing)
    {
        TResult result;
        var wait = CommitBegins();
        try
        {
            result = commit(_inner, argument);
        }
        catch (Exception e)
        {
            CommitEnds(wait, e, static exception => CommitEnd.Of(exception));
            throw;
        }

        CommitEnds(wait, (argument, result, isOfNothing), static c => c.isOfNothing(c.argument, c.result) ? CommitEnd.OfNothing : CommitEnd.Ok);
        return result;
    }
}
