namespace Kafka.Sli.Probe.Topics;

/// <summary>
/// What is to be done with a topic so that each broker leads some of it: a function of what is seen and of nothing else. While a broker is missing, or replicas are
/// on their way, nothing is: it would be done to a cluster in trouble.
/// </summary>
internal static class TopicCoverage
{
    private const int MostReplicas = 3;

    /// <param name="cluster">What is seen.</param>
    /// <param name="topic">The topic's name.</param>
    /// <param name="partitionsPerBroker">How many each broker is to lead at least.</param>
    public static TopicStep Next(ClusterView cluster, string topic, int partitionsPerBroker)
    {
        if (cluster.Brokers.Count == 0)
        {
            return new TopicStep.Frozen("no broker is there");
        }

        if (!cluster.Topics.TryGetValue(topic, out var seen))
        {
            return new TopicStep.Create(PlacementsOfMissing(cluster, [], partitionsPerBroker));
        }

        if (Trouble(cluster, seen) is { } trouble)
        {
            return new TopicStep.Frozen(trouble);
        }

        var missing = PlacementsOfMissing(cluster, seen.Partitions, partitionsPerBroker);
        if (missing.Count > 0)
        {
            return new TopicStep.Add(seen.Partitions.Count, missing);
        }

        var leaderless = cluster.Brokers.Where(b => seen.Partitions.All(p => p.Leader != b.Id)).Select(b => b.Id).ToHashSet();
        var elect = seen.Partitions.Where(p => leaderless.Contains(p.Replicas[0]) && p.InSync.Contains(p.Replicas[0])).Select(p => p.Number).ToArray();
        return elect.Length > 0 ? new TopicStep.Elect(elect) : TopicStep.None.Instance;
    }

    private static string? Trouble(ClusterView cluster, TopicView topic)
    {
        if (topic.Partitions.SelectMany(p => p.Replicas).Distinct().FirstOrDefault(id => cluster.Broker(id) is null, -1) is var gone && gone >= 0)
        {
            return $"broker {gone} is missing";
        }

        // Where no reassignment can be asked for: while one runs, a partition has more replicas than the others.
        var usual = topic.Partitions.Min(p => p.Replicas.Count);
        return topic.Partitions.FirstOrDefault(p => p.Replicas.Count > usual) is { } moving ? $"partition {moving.Number} is being reassigned"
            : topic.Partitions.FirstOrDefault(p => p.InSync.Count < p.Replicas.Count) is { } behind ? $"partition {behind.Number} is not in sync"
            : null;
    }

    private static List<IReadOnlyList<int>> PlacementsOfMissing(ClusterView cluster, IReadOnlyList<PartitionView> existing, int partitionsPerBroker)
    {
        var replicas = existing.Count > 0 ? existing.Min(p => p.Replicas.Count) : Math.Min(MostReplicas, cluster.Brokers.Count);
        var placement = new ReplicaPlacement(cluster.Brokers, existing);
        var placements = new List<IReadOnlyList<int>>();
        for (var round = 1; round <= partitionsPerBroker; round++)
        {
            placements.AddRange(cluster.Brokers
                .OrderBy(b => b.Id)
                .Where(b => existing.Count(p => p.Replicas[0] == b.Id) < round)
                .Select(b => placement.LedBy(b, replicas)));
        }

        return placements;
    }
}
