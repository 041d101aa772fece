using Confluent.Kafka;

namespace Kafka.Sli.Consuming;

public partial class SliConsumer<TKey, TValue>
{
    /// <inheritdoc/>
    public Handle Handle => _inner.Handle;

    /// <inheritdoc/>
    public string Name => _inner.Name;

    /// <inheritdoc/>
    public string MemberId => _inner.MemberId;

    /// <inheritdoc/>
    public List<TopicPartition> Assignment => _inner.Assignment;

    /// <inheritdoc/>
    public List<string> Subscription => _inner.Subscription;

    /// <inheritdoc/>
    public IConsumerGroupMetadata ConsumerGroupMetadata => _inner.ConsumerGroupMetadata;

    /// <inheritdoc/>
    public int AddBrokers(string brokers) => _inner.AddBrokers(brokers);

    /// <inheritdoc/>
    public void SetSaslCredentials(string username, string password) => _inner.SetSaslCredentials(username, password);

    /// <inheritdoc/>
    public void Subscribe(IEnumerable<string> topics) => Joining(_inner.Subscribe, topics);

    /// <inheritdoc/>
    public void Subscribe(string topic) => Joining(_inner.Subscribe, topic);

    /// <inheritdoc/>
    public void Unsubscribe()
    {
        _inner.Unsubscribe();
        Leaves();
    }

    /// <inheritdoc/>
    public void Assign(TopicPartition partition) => Joining().Assign(partition);

    /// <inheritdoc/>
    public void Assign(TopicPartitionOffset partition) => Joining().Assign(partition);

    /// <inheritdoc/>
    public void Assign(IEnumerable<TopicPartitionOffset> partitions) => Joining().Assign(partitions);

    /// <inheritdoc/>
    public void Assign(IEnumerable<TopicPartition> partitions) => Joining().Assign(partitions);

    /// <inheritdoc/>
    public void IncrementalAssign(IEnumerable<TopicPartitionOffset> partitions) => Joining().IncrementalAssign(partitions);

    /// <inheritdoc/>
    public void IncrementalAssign(IEnumerable<TopicPartition> partitions) => Joining().IncrementalAssign(partitions);

    /// <inheritdoc/>
    public void IncrementalUnassign(IEnumerable<TopicPartition> partitions) => _inner.IncrementalUnassign(partitions);

    /// <inheritdoc/>
    public void Unassign() => _inner.Unassign();

    /// <inheritdoc/>
    public void StoreOffset(ConsumeResult<TKey, TValue> result) => _inner.StoreOffset(result);

    /// <inheritdoc/>
    public void StoreOffset(TopicPartitionOffset offset) => _inner.StoreOffset(offset);

    /// <inheritdoc/>
    public void Seek(TopicPartitionOffset tpo) => _inner.Seek(tpo);

    /// <inheritdoc/>
    public void Pause(IEnumerable<TopicPartition> partitions) => _inner.Pause(partitions);

    /// <inheritdoc/>
    public void Resume(IEnumerable<TopicPartition> partitions) => _inner.Resume(partitions);

    /// <inheritdoc/>
    public List<TopicPartitionOffset> Committed(TimeSpan timeout) => _inner.Committed(timeout);

    /// <inheritdoc/>
    public List<TopicPartitionOffset> Committed(IEnumerable<TopicPartition> partitions, TimeSpan timeout) =>
        _inner.Committed(partitions, timeout);

    /// <inheritdoc/>
    public Offset Position(TopicPartition partition) => _inner.Position(partition);

    /// <inheritdoc/>
    public List<TopicPartitionOffset> OffsetsForTimes(IEnumerable<TopicPartitionTimestamp> timestampsToSearch, TimeSpan timeout) =>
        _inner.OffsetsForTimes(timestampsToSearch, timeout);

    /// <inheritdoc/>
    public WatermarkOffsets GetWatermarkOffsets(TopicPartition topicPartition) => _inner.GetWatermarkOffsets(topicPartition);

    /// <inheritdoc/>
    public WatermarkOffsets QueryWatermarkOffsets(TopicPartition topicPartition, TimeSpan timeout) =>
        _inner.QueryWatermarkOffsets(topicPartition, timeout);

    /// <inheritdoc/>
    public void Close()
    {
        Closes();
        _inner.Close();
        Leave();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Disposes the decorated consumer, asynchronously if it can be.</summary>
    /// <returns>The end of its disposal.</returns>
    public async ValueTask DisposeAsync()
    {
        Closes();
        Leave();
        await _settings.Life.EndAsync(_inner, static () => { }).ConfigureAwait(false);
        GC.SuppressFinalize(this);
    }

    /// <summary>Disposes the decorated consumer.</summary>
    /// <param name="disposing"><see langword="true"/> when called by <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (!disposing)
        {
            return;
        }

        Closes();
        Leave();
        _settings.Life.End(_inner, static () => { });
    }

    private IConsumer<TKey, TValue> Joining()
    {
        IsThere();
        return _inner;
    }

    private void Joining<TTopics>(Action<TTopics> subscribe, TTopics topics)
    {
        var start = IsThere();
        subscribe(topics);
        Subscribed(start);
    }
}
