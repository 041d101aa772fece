namespace Kafka.Sli.Probe.Topics;

/// <summary>One thing to be done with a topic.</summary>
internal abstract record TopicStep
{
    /// <summary>All is as it should be.</summary>
    internal sealed record None : TopicStep
    {
        public static readonly None Instance = new();
    }

    /// <summary>Something is to be done, and this is not the time.</summary>
    /// <param name="Reason">Why.</param>
    internal sealed record Frozen(string Reason) : TopicStep;

    /// <param name="Placements">The replicas of each partition, the preferred leader first.</param>
    internal sealed record Create(IReadOnlyList<IReadOnlyList<int>> Placements) : TopicStep;

    /// <param name="Existing">How many partitions there are.</param>
    /// <param name="Placements">The replicas of each further one.</param>
    internal sealed record Add(int Existing, IReadOnlyList<IReadOnlyList<int>> Placements) : TopicStep;

    /// <param name="Partitions">Those whose preferred leader is to lead.</param>
    internal sealed record Elect(IReadOnlyList<int> Partitions) : TopicStep;
}
