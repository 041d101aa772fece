namespace Kafka.Sli.Probe.Slo.Grafana;

/// <summary>What the clients of services wait for that use the package and no probe.</summary>
internal static class ClientDashboard
{
    public static Dashboard Of() => new(
        DashboardKind.Client,
        "Kafka SLI: clients",
        "What services wait for that measure themselves by Kafka.Sli.",
        ClientScope.Variables,
        [ClientObjectives.Section(), ClientLatencies.Section(), ClientHealth.Section()]);
}
