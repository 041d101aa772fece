namespace Kafka.Sli.Probe.Comparing;

/// <summary>A part of a comparison, in which something is done to the cluster or nothing is.</summary>
/// <param name="Name">As the tables call it.</param>
/// <param name="Begin">Done when a third of it is over; <see langword="null"/> for nothing.</param>
/// <param name="End">Done when two thirds are, and in any case when it was begun; <see langword="null"/> for nothing.</param>
internal sealed record ComparisonPhase(string Name, Func<ComparedProbe, CancellationToken, Task>? Begin = null, Func<ComparedProbe, CancellationToken, Task>? End = null)
{
    public static ComparisonPhase Steady { get; } = new("steady");

    /// <summary>Whether it leaves the cluster alone.</summary>
    public bool IsSteady => Begin is null;
}
