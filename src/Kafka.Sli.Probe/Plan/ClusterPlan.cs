namespace Kafka.Sli.Probe.Plan;

/// <summary>One cluster to measure.</summary>
internal sealed record ClusterPlan
{
    /// <summary>As the value of <c>bootstrap.servers</c>: a cluster inside the process.</summary>
    public const string Embedded = "embedded";

    public const string DefaultPrefix = "kafka-sli-probe";

    public required string Name { get; init; }

    /// <summary><see langword="null"/> for an embedded cluster.</summary>
    public required string? Bootstrap { get; init; }

    /// <summary>As the plan writes it.</summary>
    public required string ShownBootstrap { get; init; }

    /// <summary>What all clients of the cluster need, its address apart.</summary>
    public required IReadOnlyDictionary<string, string> Properties { get; init; }

    public bool IsManaged { get; init; } = true;

    public int PartitionsPerBroker { get; init; } = 1;

    /// <summary>What is the matter with this cluster is told under this name.</summary>
    public required string Key { get; init; }
}
