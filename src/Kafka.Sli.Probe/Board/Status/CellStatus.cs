namespace Kafka.Sli.Probe.Board;

/// <summary>How one cell stands.</summary>
internal sealed record CellStatus
{
    /// <summary>The value of <c>kafka.sli.client</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The cluster's name.</summary>
    public required string Cluster { get; init; }

    /// <summary>The topic that is measured with.</summary>
    public required string Topic { get; init; }

    /// <summary>The group that reads it.</summary>
    public required string ConsumerGroup { get; init; }

    /// <summary>How many messages this instance sends in a second.</summary>
    public required double RatePerSecond { get; init; }

    /// <summary>The size of their values.</summary>
    public required int MessageBytes { get; init; }

    /// <summary>Why it is not at work; <see langword="null"/> when it is.</summary>
    public string? NotAtWork { get; init; }

    /// <summary>How many partitions its topic has.</summary>
    public int Partitions { get; init; }

    /// <summary>How long what it sends is still told apart and not judged, for its client is not warm yet, in seconds; 0 when it is.</summary>
    public double WarmUpLeftSeconds { get; init; }

    /// <summary>The worst of its objectives.</summary>
    public required ObjectiveState State { get; init; }

    /// <summary>By what it is judged.</summary>
    public IReadOnlyList<ObjectiveStanding> Objectives { get; init; } = [];

    /// <summary>What was recorded in the last whole second; <see langword="null"/> before the first.</summary>
    public CellSample? Latest { get; init; }

    /// <summary>How long the oldest message in flight has been in flight, in seconds; 0 when there is none.</summary>
    public double OldestInFlightSeconds { get; init; }

    /// <summary>For how long the oldest message that is expected and was not read has been overdue, in seconds; 0 when there is none.</summary>
    public double OverdueSeconds { get; init; }

    /// <summary>The outages of its partitions, those that are over first.</summary>
    public IReadOnlyList<OutageStatus> Outages { get; init; } = [];

    /// <summary>What became of the messages in the partitions that this instance reads, by verdict of the ledger.</summary>
    public IReadOnlyDictionary<string, long> Messages { get; init; } = new Dictionary<string, long>();

    /// <summary>What its clients last complained of.</summary>
    public string? LastError { get; init; }
}
