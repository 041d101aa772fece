namespace Kafka.Sli.Probe.Comparing;

/// <summary>How a plan's cells are compared.</summary>
internal sealed record ComparisonSettings
{
    /// <summary>How long each phase lasts.</summary>
    public required TimeSpan Length { get; init; }

    /// <summary>How often all of it is done anew, with clients of its own each time.</summary>
    public int Repetitions { get; init; } = 3;

    /// <summary>What clients do first is in no figure.</summary>
    public TimeSpan WarmUp { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether each cell has the machine and the cluster for itself: one after the other, each time in another order.</summary>
    public bool OneAtATime { get; init; }

    public IReadOnlyList<ComparisonPhase> Phases { get; init; } = [ComparisonPhase.Steady];
}
