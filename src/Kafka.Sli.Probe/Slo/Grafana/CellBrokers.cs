namespace Kafka.Sli.Probe.Slo.Grafana;

/// <summary>Which broker it was.</summary>
internal static class CellBrokers
{
    private const string PerBroker = "broker {{kafka_broker_id}}";
    private const string Outage = "kafka_sli_probe_outage_duration_seconds";

    private const string None = $"sum by ({SeriesNames.Broker}) (kafka_sli_probe_broker_produce_duration_seconds_count{{{ProbeScope.Cell}}}) * 0";

    private static readonly LatencyQueries Latency = new("kafka_sli_probe_broker_produce_duration_seconds", $"{ProbeScope.Cell},kafka_sli_outcome=\"\"");

    public static Section Section() => new(
        "Brokers",
        new TimeSeriesPanel
        {
            Title = "Produce by broker, 99th percentile",
            Description = "From the intended time of a send to its acknowledgement, by the broker that led the partition: 99% were faster. Seconds.",
            Unit = Units.Seconds,
            IsLogarithmic = true,
            Queries = [Latency.Quantile(0.99, PerBroker, SeriesNames.Broker)],
        },
        new TimeSeriesPanel
        {
            Title = "Sends by broker that did not end well",
            Description = "By the broker that led the partition, and the outcome. A count within each step.",
            Unit = Units.Count,
            IsStacked = true,
            Queries = [new(RareEvents.OrNone($"kafka_sli_probe_broker_produce_duration_seconds_count{{{ProbeScope.Cell},kafka_sli_outcome!=\"\"}}", "$__rate_interval", "kafka_broker_id, kafka_sli_outcome"), $"{PerBroker} {{{{kafka_sli_outcome}}}}")],
        },
        new StatPanel
        {
            Title = "Outages by broker",
            Description = "Outages of partitions that the broker led, which ended within the range shown. A count.",
            Unit = Units.Count,
            Thresholds = Thresholds.MoreThanNothing,
            Queries = [OrNone(RareEvents.Increase($"{Outage}_count{{{ProbeScope.Cell}}}", "$__range", SeriesNames.Broker))],
            Width = 8,
            Height = 6,
        },
        new StatPanel
        {
            Title = "Time in outage by broker",
            Description = "How long those outages lasted, added up over partitions. Seconds.",
            Unit = Units.Seconds,
            Thresholds = Thresholds.MoreThanNothing,
            Queries = [OrNone(RareEvents.Increase($"{Outage}_sum{{{ProbeScope.Cell}}}", "$__range", SeriesNames.Broker))],
            Width = 8,
            Height = 6,
        },
        new StatPanel
        {
            Title = "Longest outage by broker",
            Description = "The upper bound of the longest of those outages. Seconds, read from buckets.",
            Unit = Units.Seconds,
            Thresholds = Thresholds.MoreThanNothing,

            // Without an outage a quantile is no number, and 0 takes its place.
            Queries = [OrNone($"(histogram_quantile(1, {RareEvents.Increase($"{Outage}_bucket{{{ProbeScope.Cell}}}", "$__range", $"{SeriesNames.Broker}, le")}) > 0)")],
            Width = 8,
            Height = 6,
        },
        new TimeSeriesPanel
        {
            Title = "Outages over time",
            Description = "Seconds of outage, told when an outage ended, by the broker that led the partition.",
            Unit = Units.Seconds,
            IsStacked = true,
            Queries = [new(RareEvents.OrNone($"{Outage}_sum{{{ProbeScope.Cell}}}", "$__rate_interval", SeriesNames.Broker), PerBroker)],
            Width = 24,
            Height = 6,
        });

    private static PanelQuery OrNone(string expression) => new($"{expression} or {None}", PerBroker) { IsInstant = true };
}
