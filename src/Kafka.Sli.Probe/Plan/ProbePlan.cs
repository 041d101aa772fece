using Kafka.Sli.Objectives;

namespace Kafka.Sli.Probe.Plan;

/// <summary>What is to be measured, found right.</summary>
internal sealed record ProbePlan
{
    public required IReadOnlyList<ClusterPlan> Clusters { get; init; }

    public required IReadOnlyList<CellPlan> Cells { get; init; }

    public required IReadOnlyList<Objective> Objectives { get; init; }

    /// <summary>Whether nobody gave objectives, so that the probe's own are in force.</summary>
    public required bool UsesDefaultObjectives { get; init; }

    /// <summary>What must not be told.</summary>
    public PlanSecrets Secrets { get; init; } = PlanSecrets.None;

    public ClusterPlan ClusterOf(CellPlan cell) => Clusters.Single(c => c.Name == cell.Cluster);
}
