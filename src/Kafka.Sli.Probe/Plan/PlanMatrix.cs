namespace Kafka.Sli.Probe.Plan;

/// <summary>Lists of values that are crossed with each other.</summary>
internal sealed class PlanMatrix
{
    public List<(Located<string> Key, IReadOnlyList<Located<string>> Values)> Axes { get; } = [];
}
