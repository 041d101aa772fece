namespace Kafka.Sli.Lab.Brokers;

/// <summary>Where the replicas of a topic's partitions are.</summary>
internal static class Placements
{
    /// <summary>A partition for each broker to lead, with a replica on each of the others: 1, 2, 3; 2, 3, 1; 3, 1, 2.</summary>
    public static int[][] Of(KafkaCluster cluster)
    {
        int[] ids = [.. cluster.Brokers.Select(b => b.Id)];
        return [.. ids.Select((_, first) => ids.Skip(first).Concat(ids.Take(first)).ToArray())];
    }
}
