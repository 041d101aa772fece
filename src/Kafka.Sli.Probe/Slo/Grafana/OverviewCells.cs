namespace Kafka.Sli.Probe.Slo.Grafana;

/// <summary>The cells beside each other.</summary>
internal static class OverviewCells
{
    private const string PerCell = "{{kafka_sli_client}}";

    private static readonly LatencyQueries Produce = new("kafka_sli_produce_duration_seconds", $"{ProbeScope.Cells},{SeriesNames.Usual}");
    private static readonly LatencyQueries Delivery = new("kafka_sli_delivery_duration_seconds", $"{ProbeScope.Cells},{SeriesNames.Usual}");

    public static Section Section() => new(
        "Cells",
        new TimeSeriesPanel
        {
            Title = "Produce, 99th percentile",
            Description = "From the intended time of a send to its acknowledgement: 99% were faster. Seconds, read from buckets.",
            Unit = Units.Seconds,
            IsLogarithmic = true,
            Queries = [Produce.Quantile(0.99, PerCell, SeriesNames.Client)],
        },
        new TimeSeriesPanel
        {
            Title = "Delivery, 99th percentile",
            Description = "From the intended time of a send to the read of its message: 99% were faster. Seconds, read from buckets.",
            Unit = Units.Seconds,
            IsLogarithmic = true,
            Queries = [Delivery.Quantile(0.99, PerCell, SeriesNames.Client)],
        },
        new TimeSeriesPanel
        {
            Title = "Oldest overdue",
            Description = "How long the oldest message that was acknowledged has been due to be read and was not. Seconds.",
            Unit = Units.Seconds,
            Queries = [new($"max by (kafka_sli_client) (kafka_sli_probe_delivery_overdue_seconds{{{ProbeScope.Cells}}})", PerCell)],
        },
        new TimeSeriesPanel
        {
            Title = "Outages",
            Description = "Outages of a partition, at the time at which they ended. A count.",
            Unit = Units.Count,
            IsStacked = true,
            Queries = [new(RareEvents.OrNone($"kafka_sli_probe_outage_duration_seconds_count{{{ProbeScope.Cells}}}", "$__rate_interval", SeriesNames.Client), PerCell)],
        },
        new TimeSeriesPanel
        {
            Title = "What became of messages, other than well",
            Description = "Messages that the ledger does not find delivered once and in order, by verdict. Messages a second.",
            Unit = Units.EventsPerSecond,
            IsStacked = true,
            Queries = [new($"sum by (kafka_sli_client, kafka_sli_probe_verdict) (rate(kafka_sli_probe_messages_total{{{ProbeScope.Cells},kafka_sli_probe_verdict!=\"delivered\"}}[$__rate_interval]))", "{{kafka_sli_client}}: {{kafka_sli_probe_verdict}}")],
        },
        new TimeSeriesPanel
        {
            Title = "Sends",
            Description = "Messages that the schedule sent, in time or late. Messages a second: a line that ends is a probe that stands still.",
            Unit = Units.EventsPerSecond,
            Queries = [new($"sum by (kafka_sli_client) (rate(kafka_sli_probe_schedule_ticks_total{{{ProbeScope.Cells},kafka_sli_probe_tick!=\"skipped\"}}[$__rate_interval]))", PerCell)],
        });
}
