namespace Kafka.Sli.Probe.Embedded;

/// <summary>What CreateTopics, DeleteTopics and DeleteRecords would do, which the mock brokers do not understand.</summary>
internal sealed partial class EmbeddedCluster
{
    private const int MostPartitions = 10_000;

    /// <summary>
    /// Leaders are drawn at random; <see cref="MoveLeader"/> puts them where they are wanted.
    /// Each partition keeps its last 5 MB or 100,000 batches, whichever is less.
    /// Without a replication factor it is 3, or as many as there are brokers.
    /// </summary>
    public void CreateTopic(string name, int partitions, int? replicationFactor = null)
    {
        TopicName(name);
        InRange(partitions, 1, MostPartitions);
        var replicas = replicationFactor ?? Math.Min(3, _brokers.Count);
        if (replicas < 1 || replicas > _brokers.Count)
        {
            throw new ArgumentOutOfRangeException(nameof(replicationFactor), replicas, $"a replication factor must be 1 to the number of brokers, {_brokers.Count}");
        }

        Check(Librdkafka.TopicCreate(Native, name, partitions, replicas), $"topic '{name}' is not created");
    }

    public void DeleteTopic(string name) => Check(Librdkafka.TopicDelete(Native, TopicName(name)), $"topic '{name}' is not deleted");

    /// <summary>As retention would: what is older than <paramref name="beforeOffset"/> is gone.</summary>
    public void DeleteRecords(string topic, int partition, long beforeOffset)
    {
        RequirePartition(topic, partition);
        InRange(beforeOffset, 0, long.MaxValue);
        Check(Librdkafka.PartitionDeleteRecords(Native, topic, partition, beforeOffset), $"records of {topic}[{partition}] before {beforeOffset} are not deleted");
    }
}
