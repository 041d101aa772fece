namespace Kafka.Sli.Lab;

/// <summary>Tests that share one cluster: each leaves it as it found it.</summary>
[CollectionDefinition(nameof(OneCluster))]
public sealed class OneCluster : ICollectionFixture<SharedCluster>;
