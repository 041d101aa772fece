namespace Kafka.Sli.Probe.Slo.Grafana;

/// <summary>How the objectives of services stand.</summary>
internal static class ClientObjectives
{
    private const string PerObjective = "{{job}}: {{kafka_sli_objective}}";
    private const string NoObjective = "no objective";

    private static readonly EventQueries Events = new()
    {
        Processes = ClientScope.Processes,
        Clients = "kafka_sli_client=~\"$client\"",
        Objectives = ProbeScope.Objectives,
        By = $"job, {SeriesNames.Objective}",
        PromisedBy = $"job, {SeriesNames.Objective}",
    };

    public static Section Section() => new(
        "Objectives",
        new StatPanel
        {
            Title = "SLI of the range shown",
            Description = "Share of good events among the good and bad ones, by service and objective. Per cent.",
            Unit = Units.Share,
            NoValue = NoObjective,
            Queries = [new(Events.GoodRatio("$__range"), PerObjective) { IsInstant = true }],
            Width = 8,
        },
        new StatPanel
        {
            Title = "Error budget left",
            Description = "What is left of the error budget over the window chosen above, of all instances together. Per cent; negative when more than all is spent.",
            Unit = Units.Share,
            NoValue = NoObjective,
            Thresholds = Thresholds.ErrorBudget,
            Queries = [new(Events.ErrorBudget("$window"), PerObjective) { IsInstant = true }],
            Width = 8,
        },
        new StatPanel
        {
            Title = "Error budget left, as an instance sees it",
            Description = "The least that any instance has left over the objective's own window, since it was started or as it kept it. Per cent.",
            Unit = Units.Share,
            NoValue = NoObjective,
            Thresholds = Thresholds.ErrorBudget,
            Queries = [new($"min by (job, kafka_sli_objective) ({SeriesNames.Ratio("kafka_sli_error_budget_remaining", $"{ClientScope.Processes},{ProbeScope.Objectives}")})", PerObjective) { IsInstant = true }],
            Width = 8,
        },
        new TimeSeriesPanel
        {
            Title = "Burn rates",
            Description = "How many times as fast as allowed the error budget is spent, over an hour and over 5 minutes. The lines at 1, 6 and 14.4 are those of the alerts of objectives over 30 days.",
            Unit = Units.Multiple,
            NoValue = NoObjective,
            Thresholds = Thresholds.BurnRate,
            Queries = [new(Events.BurnRate("1h"), $"{PerObjective} 1h"), new(Events.BurnRate("5m"), $"{PerObjective} 5m")],
        },
        new TimeSeriesPanel
        {
            Title = "Events by verdict",
            Description = "Events a second by service, objective and verdict. Excluded is what tells nothing about Kafka.",
            Unit = Units.EventsPerSecond,
            NoValue = NoObjective,
            Queries = [new($"sum by (job, kafka_sli_objective, kafka_sli_verdict) (rate(kafka_sli_events_total{{{ClientScope.Clients},{ProbeScope.Objectives}}}[$__rate_interval]))", $"{PerObjective} {{{{kafka_sli_verdict}}}}")],
        });
}
