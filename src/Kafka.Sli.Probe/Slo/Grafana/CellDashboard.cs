using Kafka.Sli.Probe.Plan;

namespace Kafka.Sli.Probe.Slo.Grafana;

/// <summary>All that is known of one cell of a probe.</summary>
internal static class CellDashboard
{
    public static Dashboard Of(ProbePlan plan)
    {
        var events = new EventQueries
        {
            Processes = ProbeScope.Probe,
            Clients = "kafka_sli_client=\"$cell\"",
            Objectives = ProbeScope.Objectives,
            By = SeriesNames.Objective,
        };
        return new(
            DashboardKind.Cell,
            "Kafka SLI: cell",
            "One cell of the probe: its objectives, latencies, brokers, ledger, and the probe itself.",
            [DashboardVariable.DataSource, ProbeScope.Job, ProbeScope.OneCell, ProbeScope.Objective],
            [
                CellObjectives.Section(events, new(plan.Objectives)),
                CellLatencies.Section(plan),
                CellBrokers.Section(),
                CellOnTheWay.Section(),
                CellLedgerPanels.Section(),
                ProbeItself.Section(),
            ]);
    }
}
