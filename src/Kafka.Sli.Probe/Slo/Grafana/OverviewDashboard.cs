using Kafka.Sli.Probe.Plan;

namespace Kafka.Sli.Probe.Slo.Grafana;

/// <summary>How all cells and objectives of a probe stand.</summary>
internal static class OverviewDashboard
{
    public static Dashboard Of(ProbePlan plan)
    {
        var events = new EventQueries
        {
            Processes = ProbeScope.Probe,
            Clients = "kafka_sli_client=~\"$cell\"",
            Objectives = ProbeScope.Objectives,
            By = $"{SeriesNames.Client}, {SeriesNames.Objective}",
        };
        var windows = new ObjectiveWindows(plan.Objectives);
        return new(
            DashboardKind.Overview,
            "Kafka SLI: overview",
            "How all cells and objectives of the probe stand: what a user of the cluster sees.",
            [DashboardVariable.DataSource, ProbeScope.Job, ProbeScope.AnyCells, ProbeScope.Objective],
            [
                OverviewNow.Section(events, windows),
                new("Objectives", ObjectiveTable.Of(events, windows)),
                OverviewTrends.Section(events, windows),
                OverviewCells.Section(),
            ]);
    }
}
