namespace Kafka.Sli.Probe.Slo.Grafana;

/// <summary>What stands now, a tile each.</summary>
internal static class OverviewNow
{
    private const string PerCell = "{{kafka_sli_client}}";

    public static Section Section(EventQueries events, ObjectiveWindows windows) => new(
        "Now",
        ObjectiveTiles.SpentInAnHour(events, windows, "{{kafka_sli_client}}: {{kafka_sli_objective}}"),
        new StatPanel
        {
            Title = "Oldest in flight",
            Description = "How long the oldest message that is sent and not acknowledged has been on its way, by cell. Seconds; in an outage it grows at once.",
            Unit = Units.Seconds,
            Thresholds = new("green", (1, "yellow"), (5, "red")),
            Queries = [new($"max by (kafka_sli_client) (kafka_sli_produce_oldest_in_flight_seconds{{{ProbeScope.Cells}}})", PerCell) { IsInstant = true }],
            Width = 6,
        },
        new StatPanel
        {
            Title = "Oldest overdue",
            Description = "How long the oldest message that was acknowledged has been due to be read and was not, by cell. Seconds; 0 when everything was read.",
            Unit = Units.Seconds,
            Thresholds = new("green", (5, "yellow"), (30, "red")),
            Queries = [new($"max by (kafka_sli_client) (kafka_sli_probe_delivery_overdue_seconds{{{ProbeScope.Cells}}})", PerCell) { IsInstant = true }],
            Width = 6,
        },
        new StatPanel
        {
            Title = "Lost messages",
            Description = "Messages within the range shown that were acknowledged and are not in the log, by cell. A count.",
            Unit = Units.Count,
            Thresholds = Thresholds.MoreThanNothing,
            Queries = [new($"sum by (kafka_sli_client) (increase(kafka_sli_probe_messages_total{{{ProbeScope.Cells},kafka_sli_probe_verdict=\"lost\"}}[$__range]))", PerCell) { IsInstant = true }],
            Width = 6,
        },
        new StatPanel
        {
            Title = "Outages",
            Description = "Outages of a partition that ended within the range shown, by cell. A count.",
            Unit = Units.Count,
            Thresholds = Thresholds.MoreThanNothing,
            Queries = [OverCells("kafka_sli_probe_outage_duration_seconds_count")],
            Width = 6,
        },
        new StatPanel
        {
            Title = "Time in outage",
            Description = "How long the outages lasted that ended within the range shown, by cell, those of several partitions added up. Seconds.",
            Unit = Units.Seconds,
            Thresholds = Thresholds.MoreThanNothing,
            Queries = [OverCells("kafka_sli_probe_outage_duration_seconds_sum")],
            Width = 6,
        });

    private static PanelQuery OverCells(string name) => new(
        $"{RareEvents.Increase($"{name}{{{ProbeScope.Cells}}}", "$__range", SeriesNames.Client)} or sum by (kafka_sli_client) (kafka_sli_probe_schedule_ticks_total{{{ProbeScope.Cells}}}) * 0", PerCell)
    {
        IsInstant = true,
    };
}
