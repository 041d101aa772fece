namespace Kafka.Sli.Objectives;

/// <summary>What an objective counted within one sliding window.</summary>
public sealed record WindowStatus
{
    /// <summary>The window's length. What was counted is of at most a 120th more.</summary>
    public required TimeSpan Window { get; init; }

    /// <summary>Good events.</summary>
    public required long Good { get; init; }

    /// <summary>Bad events.</summary>
    public required long Bad { get; init; }

    /// <summary>The share of bad events, in multiples of the share that the objective allows; 0 without events.</summary>
    public required double BurnRate { get; init; }
}
