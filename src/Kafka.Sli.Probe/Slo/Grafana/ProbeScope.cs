namespace Kafka.Sli.Probe.Slo.Grafana;

/// <summary>What of a probe is chosen.</summary>
internal static class ProbeScope
{
    public const string Probe = "job=~\"$job\"";
    public const string Objectives = "kafka_sli_objective=~\"$objective\"";
    public const string Cells = $"{Probe},kafka_sli_client=~\"$cell\"";
    public const string Cell = $"{Probe},kafka_sli_client=\"$cell\"";

    /// <summary>A series that every probe has, and nobody else.</summary>
    private const string Ticks = "kafka_sli_probe_schedule_ticks_total";

    public static DashboardVariable Job { get; } = DashboardVariable.Many("job", "Probe", Ticks, "job");

    public static DashboardVariable AnyCells { get; } = DashboardVariable.Many("cell", "Cell", $"{Ticks}{{{Probe}}}", SeriesNames.Client);

    public static DashboardVariable OneCell { get; } = DashboardVariable.One("cell", "Cell", $"{Ticks}{{{Probe}}}", SeriesNames.Client);

    public static DashboardVariable Objective { get; } = DashboardVariable.Many("objective", "Objective", $"{SeriesNames.Threshold}{{{Probe}}}", SeriesNames.Objective);
}
