using Kafka.Sli.Probe.Plan;

namespace Kafka.Sli.Probe.Comparing;

/// <summary>A plan's cells on topics and in groups apart: the same plan may be a probe's that is at work, and whoever joined its groups would take its partitions.</summary>
internal static class ComparedPlan
{
    public const string Suffix = ".compare";

    private const string GroupId = "group.id";

    /// <exception cref="ProbeException">With that a name is longer than Kafka takes it.</exception>
    public static ProbePlan Of(ProbePlan plan) => plan with { Cells = [.. plan.Cells.Select(Of)] };

    private static CellPlan Of(CellPlan cell) => CellNames.Fault(cell with { Topic = cell.Topic + Suffix }) is { } fault ? throw ProbeException.BadUsage($"{cell.Name}: its topic has '{Suffix}' behind its name while it is compared: {fault}") : cell with
    {
        Topic = cell.Topic + Suffix,
        Group = cell.Group + Suffix,
        Consumer = cell.Consumer.TryGetValue(GroupId, out var group) ? new Dictionary<string, string>(cell.Consumer) { [GroupId] = group + Suffix } : cell.Consumer,
    };
}
