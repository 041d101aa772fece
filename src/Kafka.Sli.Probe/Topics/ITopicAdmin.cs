using Confluent.Kafka;

namespace Kafka.Sli.Probe.Topics;

/// <summary>What a keeper does with a cluster.</summary>
internal interface ITopicAdmin
{
    /// <exception cref="KafkaException">The cluster does not answer, or does not let one look.</exception>
    Task<ClusterView> LookAsync(IReadOnlyCollection<string> topics);

    /// <returns>Whether each of the partitions is known to the broker that leads it.</returns>
    Task<bool> AreLedAsync(string topic, IReadOnlyCollection<int> partitions);

    /// <exception cref="KafkaException">It is refused. One that exists already is no reason.</exception>
    Task CreateAsync(string topic, IReadOnlyList<IReadOnlyList<int>> placements);

    /// <exception cref="KafkaException">It is refused.</exception>
    Task AddAsync(string topic, int existing, IReadOnlyList<IReadOnlyList<int>> placements);

    /// <exception cref="KafkaException">It is refused.</exception>
    Task ElectAsync(string topic, IReadOnlyList<int> partitions);
}
