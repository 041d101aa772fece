using Kafka.Sli.Probe.Plan;

namespace Kafka.Sli.Probe.Slo.Grafana;

/// <summary>The dashboards of a plan.</summary>
internal static class GrafanaDashboards
{
    public static IReadOnlyList<string> Names { get; } = [.. Enum.GetNames<DashboardKind>().Select(n => n.ToLowerInvariant())];

    public static string Uid(DashboardKind kind) => $"kafka-sli-{kind.ToString().ToLowerInvariant()}";

    public static string FileName(DashboardKind kind) => $"{Uid(kind)}.json";

    /// <returns>What Grafana imports: JSON, the same for the same plan.</returns>
    public static string Text(DashboardKind kind, ProbePlan plan)
    {
        var dashboard = kind switch
        {
            DashboardKind.Overview => OverviewDashboard.Of(plan),
            DashboardKind.Cell => CellDashboard.Of(plan),
            _ => ClientDashboard.Of(),
        };
        return dashboard.ToText();
    }
}
