namespace Kafka.Sli.Probe.Board;

/// <summary>What the board shows: how every cell of this instance stands now.</summary>
internal sealed record StatusDocument
{
    /// <summary>The version of this document's meaning.</summary>
    public required string Schema { get; init; }

    /// <summary>This instance's name among those that are one probe. What follows is what it has seen by itself.</summary>
    public required string Instance { get; init; }

    /// <summary>When it was so.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>When this instance began. No window knows of anything before.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>How the probe itself is.</summary>
    public required ProbeStatus Probe { get; init; }

    /// <summary>The clusters that are measured.</summary>
    public required IReadOnlyList<ClusterStatus> Clusters { get; init; }

    /// <summary>The cells, in the order of the plan.</summary>
    public required IReadOnlyList<CellStatus> Cells { get; init; }
}
