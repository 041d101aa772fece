namespace Kafka.Sli.Probe.Topics;

/// <summary>The topic that is measured with, as its cell has to know it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Partitions">The numbers of its partitions.</param>
/// <param name="Leaders">Who leads each partition that is led.</param>
/// <param name="Brokers">How many there are in the cluster.</param>
internal sealed record ProbeTopic(string Name, IReadOnlyList<int> Partitions, IReadOnlyDictionary<int, Leader> Leaders, int Brokers)
{
    public static ProbeTopic Of(string name, TopicView topic, ClusterView cluster) => new(
        name,
        [.. topic.Partitions.Select(p => p.Number)],
        topic.Partitions.Where(p => p.Leader is not null).ToDictionary(p => p.Number, p => new Leader(p.Leader!.Value, cluster.Broker(p.Leader.Value)?.Rack)),
        cluster.Brokers.Count);

    /// <summary>Whether the same brokers lead the same partitions.</summary>
    public bool IsLedAs(ProbeTopic? other) =>
        other is not null && Partitions.SequenceEqual(other.Partitions) && Leaders.Count == other.Leaders.Count && Leaders.All(l => other.Leaders.GetValueOrDefault(l.Key) == l.Value);
}
