using Confluent.Kafka;

namespace Kafka.Sli.Probe.Probing;

/// <summary>How far each partition was read, for whoever commits it.</summary>
internal sealed class CommitPositions
{
    private readonly Lock _lock = new();
    private readonly Dictionary<TopicPartition, Offset> _reached = [];

    public void Reached(TopicPartitionOffset read)
    {
        lock (_lock)
        {
            _reached[read.TopicPartition] = read.Offset + 1;
        }
    }

    /// <summary>Another member has it now.</summary>
    public void Forget(IEnumerable<TopicPartition> partitions)
    {
        lock (_lock)
        {
            foreach (var partition in partitions)
            {
                _reached.Remove(partition);
            }
        }
    }

    /// <summary>What was reached since the last time.</summary>
    public IReadOnlyList<TopicPartitionOffset> Take()
    {
        lock (_lock)
        {
            TopicPartitionOffset[] taken = [.. _reached.Select(r => new TopicPartitionOffset(r.Key, r.Value))];
            _reached.Clear();
            return taken;
        }
    }
}
