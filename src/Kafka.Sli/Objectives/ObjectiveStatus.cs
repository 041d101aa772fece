namespace Kafka.Sli.Objectives;

/// <summary>How an objective stands now.</summary>
public sealed record ObjectiveStatus
{
    /// <summary>The objective.</summary>
    public required Objective Objective { get; init; }

    /// <summary>Good events since this process began to count.</summary>
    public required long Good { get; init; }

    /// <summary>Bad events since this process began to count.</summary>
    public required long Bad { get; init; }

    /// <summary>Events since this process began to count that say nothing about Kafka.</summary>
    public required long Excluded { get; init; }

    /// <summary>What is left of the error budget over the objective's own window: 1 when nothing was bad, 0 when it is spent, negative beyond.</summary>
    public required double ErrorBudgetRemaining { get; init; }

    /// <summary>Each window that is kept, the shortest first.</summary>
    public required IReadOnlyList<WindowStatus> Windows { get; init; }

    /// <summary>The alerts that fire now, the most severe first.</summary>
    public required IReadOnlyList<BurnRateAlert> Firing { get; init; }
}
