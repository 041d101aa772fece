namespace Kafka.Sli.Probe.Slo.Grafana;

/// <summary>How the objectives came to stand as they do.</summary>
internal static class OverviewTrends
{
    private const string PerObjective = "{{kafka_sli_client}}: {{kafka_sli_objective}}";

    /// <summary>Each point looks back over a month of samples.</summary>
    private const int FewPoints = 60;

    public static Section Section(EventQueries events, ObjectiveWindows windows) => new(
        "Error budgets",
        new TimeSeriesPanel
        {
            Title = "Error budget left",
            Description = "What is left of the error budget over each objective's own window. Per cent: 100% when nothing was bad, 0% when it is spent, negative beyond.",
            Unit = Units.Share,
            Queries = [new(windows.ErrorBudget(events), PerObjective)],
            MaxDataPoints = FewPoints,
        },
        BurnRate("1h", events, "Burn rate over an hour"),
        BurnRate("5m", events, "Burn rate over 5 minutes"),
        BurnRate("6h", events, "Burn rate over 6 hours"),
        new TimeSeriesPanel
        {
            Title = "Bad events",
            Description = "Events that ended badly or too late, by objective. Events a second.",
            Unit = Units.EventsPerSecond,
            IsStacked = true,
            Queries = [new($"sum by (kafka_sli_client, kafka_sli_objective) (rate(kafka_sli_events_total{{{ProbeScope.Cells},{ProbeScope.Objectives},kafka_sli_verdict=\"bad\"}}[$__rate_interval]))", PerObjective)],
        },
        new TimeSeriesPanel
        {
            Title = "Good events",
            Description = "Events that ended well and in time, by objective. Events a second.",
            Unit = Units.EventsPerSecond,
            Queries = [new($"sum by (kafka_sli_client, kafka_sli_objective) (rate(kafka_sli_events_total{{{ProbeScope.Cells},{ProbeScope.Objectives},kafka_sli_verdict=\"good\"}}[$__rate_interval]))", PerObjective)],
        });

    private static TimeSeriesPanel BurnRate(string window, EventQueries events, string title) => new()
    {
        Title = title,
        Description = "How many times as fast as allowed the error budget is spent: at 1 it lasts exactly for the objective's window. The lines at 1, 6 and 14.4 are those of the alerts of objectives over 30 days.",
        Unit = Units.Multiple,
        Thresholds = Thresholds.BurnRate,
        Queries = [new(events.BurnRate(window), PerObjective)],
    };
}
