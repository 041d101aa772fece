using Confluent.Kafka;

namespace Kafka.Sli.Probe.Topics;

/// <summary>A cluster as it was seen in one look.</summary>
/// <param name="Brokers">Those that are there.</param>
/// <param name="Topics">Those of the probe's that exist, by name.</param>
internal sealed record ClusterView(IReadOnlyList<BrokerView> Brokers, IReadOnlyDictionary<string, TopicView> Topics)
{
    /// <summary>Those that the cluster does not show, and why: whether they exist is not known.</summary>
    public IReadOnlyDictionary<string, Error> Hidden { get; init; } = new Dictionary<string, Error>();

    public BrokerView? Broker(int id) => Brokers.FirstOrDefault(b => b.Id == id);
}

/// <param name="Id">The broker's.</param>
/// <param name="Rack"><see langword="null"/> where brokers have none.</param>
internal sealed record BrokerView(int Id, string? Rack);

/// <param name="Id">What tells it from another one of the same name; <see langword="null"/> where the cluster does not say.</param>
/// <param name="Partitions">By number.</param>
internal sealed record TopicView(string? Id, IReadOnlyList<PartitionView> Partitions);

/// <param name="Number">From 0.</param>
/// <param name="Leader"><see langword="null"/> while nobody leads it.</param>
/// <param name="Replicas">The preferred leader first.</param>
/// <param name="InSync">Those that have all.</param>
internal sealed record PartitionView(int Number, int? Leader, IReadOnlyList<int> Replicas, IReadOnlyList<int> InSync);
