namespace Kafka.Sli.Probe.Slo.Grafana;

/// <summary>What has been sent and has not arrived, and who reads it.</summary>
internal static class CellOnTheWay
{
    private const string Handover = "kafka_sli_probe_handover_duration_seconds";

    public static Section Section() => new(
        "On the way",
        new TimeSeriesPanel
        {
            Title = "In flight",
            Description = "Messages sent and not acknowledged. A count, of all instances together.",
            Unit = Units.Count,
            Queries = [new($"sum (kafka_sli_produce_in_flight{{{ProbeScope.Cell}}})", "in flight")],
            Width = 8,
        },
        new TimeSeriesPanel
        {
            Title = "Oldest in flight, oldest overdue",
            Description = "How long the oldest message has not been acknowledged, and how long the oldest acknowledged one has been due to be read. Seconds.",
            Unit = Units.Seconds,
            Queries =
            [
                new($"max (kafka_sli_produce_oldest_in_flight_seconds{{{ProbeScope.Cell}}})", "oldest in flight"),
                new($"max (kafka_sli_probe_delivery_overdue_seconds{{{ProbeScope.Cell}}})", "oldest overdue"),
            ],
            Width = 8,
        },
        new TimeSeriesPanel
        {
            Title = "Time since the consumer asked",
            Description = "Since the application last asked for a message, by instance. Seconds; 0 while it is asking.",
            Unit = Units.Seconds,
            Queries = [new($"max by (instance) (kafka_sli_consumer_poll_age_seconds{{{ProbeScope.Cell}}})", "{{instance}}")],
            Width = 8,
        },
        new StatPanel
        {
            Title = "Handovers",
            Description = "Partitions that went to another member of the group, or came back, within the range shown. A count.",
            Unit = Units.Count,
            Queries = [new(Total("count"), "handovers") { IsInstant = true }],
            Width = 8,
            Height = 5,
        },
        new StatPanel
        {
            Title = "Handover, mean",
            Description = "How long nobody read such a partition. Seconds; 0 when there was no handover.",
            Unit = Units.Seconds,
            Queries = [new($"({Total("sum")}) / (({Total("count")}) > 0) or vector(0)", "mean") { IsInstant = true }],
            Width = 8,
            Height = 5,
        },
        new StatPanel
        {
            Title = "Handover, longest",
            Description = "The upper bound of the longest handover within the range shown. Seconds, read from buckets; 0 when there was none.",
            Unit = Units.Seconds,
            Queries = [new($"(histogram_quantile(1, {RareEvents.Increase($"{Handover}_bucket{{{ProbeScope.Cell}}}", "$__range", "le")}) > 0) or vector(0)", "longest") { IsInstant = true }],
            Width = 8,
            Height = 5,
        });

    private static string Total(string part) => RareEvents.Total($"{Handover}_{part}{{{ProbeScope.Cell}}}", "$__range");
}
