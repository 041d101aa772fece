namespace Kafka.Sli.Probe.Slo.Grafana;

/// <summary>How the objectives of one cell stand.</summary>
internal static class CellObjectives
{
    private const string PerObjective = "{{kafka_sli_objective}}";

    public static Section Section(EventQueries events, ObjectiveWindows windows) => new(
        "Objectives",
        ObjectiveTiles.SpentInAnHour(events, windows, PerObjective) with { Width = 8, Height = 5 },
        new StatPanel
        {
            Title = "SLI of the range shown",
            Description = "Share of good events among the good and bad ones. Per cent.",
            Unit = Units.Share,
            Queries = [new(events.GoodRatio("$__range"), PerObjective) { IsInstant = true }],
            Width = 8,
            Height = 5,
        },
        new StatPanel
        {
            Title = "Error budget left",
            Description = "What is left of the error budget over each objective's own window. Per cent; negative when more than all is spent.",
            Unit = Units.Share,
            Thresholds = Thresholds.ErrorBudget,
            Queries = [new(windows.ErrorBudget(events), PerObjective) { IsInstant = true }],
            Width = 8,
            Height = 5,
        },
        new TimeSeriesPanel
        {
            Title = "Burn rates",
            Description = "How many times as fast as allowed the error budget is spent, over an hour and over 5 minutes. The lines at 1, 6 and 14.4 are those of the alerts of objectives over 30 days.",
            Unit = Units.Multiple,
            Thresholds = Thresholds.BurnRate,
            Queries = [new(events.BurnRate("1h"), $"{PerObjective} 1h"), new(events.BurnRate("5m"), $"{PerObjective} 5m")],
        },
        new TimeSeriesPanel
        {
            Title = "Events by verdict",
            Description = "Events a second by objective and verdict. Excluded is what tells nothing about the cluster.",
            Unit = Units.EventsPerSecond,
            Queries = [new($"sum by (kafka_sli_objective, kafka_sli_verdict) (rate(kafka_sli_events_total{{{ProbeScope.Cell},{ProbeScope.Objectives}}}[$__rate_interval]))", "{{kafka_sli_objective}}: {{kafka_sli_verdict}}")],
        });
}
