using Confluent.Kafka;

namespace Kafka.Sli.Consuming;

/// <summary>The handlers that the builder composes: ours around the application's, which is given this decorator.</summary>
public partial class SliConsumer<TKey, TValue>
{
    internal IEnumerable<TopicPartitionOffset> PartitionsAssigned(
        List<TopicPartition> partitions,
        Func<IConsumer<TKey, TValue>, List<TopicPartition>, IEnumerable<TopicPartitionOffset>>? handler)
    {
        IEnumerable<TopicPartitionOffset> assigned;
        try
        {
            // Without a handler the client goes on from the committed offsets.
            assigned = handler is null ? [.. partitions.Select(p => new TopicPartitionOffset(p, Offset.Unset))] : handler(this, partitions);
        }
        catch (Exception e)
        {
            AssignmentFailed(e);
            throw;
        }

        AssignmentEnds();
        return assigned;
    }

    /// <summary>Partitions are revoked, or lost.</summary>
    internal IEnumerable<TopicPartitionOffset> PartitionsGone(
        List<TopicPartitionOffset> partitions,
        Func<IConsumer<TKey, TValue>, List<TopicPartitionOffset>, IEnumerable<TopicPartitionOffset>>? handler)
    {
        if (partitions.Count > 0)
        {
            AssignmentBegins();
        }

        return handler is null ? [] : handler(this, partitions);
    }

    /// <param name="offsets">What was committed.</param>
    /// <param name="handler">The application's.</param>
    /// <param name="logHandler">The application's, which is told of a failure when there is no handler.</param>
    internal void OffsetsCommitted(
        CommittedOffsets offsets,
        Action<IConsumer<TKey, TValue>, CommittedOffsets>? handler,
        Action<IConsumer<TKey, TValue>, LogMessage>? logHandler = null)
    {
        CommittedAutomatically(offsets);
        if (handler is not null)
        {
            handler(this, offsets);
            return;
        }

        _telemetry.Errors.Guard((Consumer: this, offsets, logHandler), static told =>
        {
            if (CommitFailure.Of(told.Consumer.Name, told.offsets) is not { } line)
            {
                return;
            }

            if (told.logHandler is null)
            {
                CommitFailure.WriteAsLibrdkafka(line);
            }
            else
            {
                told.logHandler(told.Consumer, line);
            }
        });
    }
}
