namespace Kafka.Sli.Probe.Slo.Grafana;

/// <summary>Whether it was the cluster or the probe.</summary>
internal static class ProbeItself
{
    private const string PerInstance = "{{instance}}";

    private static readonly LatencyQueries Lateness = new("kafka_sli_probe_schedule_lateness_seconds", ProbeScope.Cell);

    public static Section Section() => new(
        "The probe itself",
        new TimeSeriesPanel
        {
            Title = "Lateness of the schedule",
            Description = "From an intended time to the call that sends. Median, 99th percentile and the upper bound of the slowest bucket; seconds.",
            Unit = Units.Seconds,
            IsLogarithmic = true,
            Queries = [.. Lateness.Spread()],
            Width = 8,
        },
        new TimeSeriesPanel
        {
            Title = "Ticks of the schedule",
            Description = "Intended times by what became of them: on time, late by more than 10 ms, skipped. Ticks a second.",
            Unit = Units.EventsPerSecond,
            Queries = [new($"sum by (kafka_sli_probe_tick) (rate(kafka_sli_probe_schedule_ticks_total{{{ProbeScope.Cell}}}[$__rate_interval]))", "{{kafka_sli_probe_tick}}")],
            Width = 8,
        },
        new TimeSeriesPanel
        {
            Title = "Time that the probe stood still",
            Description = "Share of time, by instance: stalls of any kind, and of them pauses of the garbage collector. Per cent.",
            Unit = Units.Share,
            Queries =
            [
                new($"sum by (instance) (rate(kafka_sli_probe_stall_time_seconds_total{{{ProbeScope.Probe}}}[$__rate_interval]))", $"{PerInstance} stalls"),
                new($"sum by (instance) (rate(kafka_sli_probe_gc_pause_time_seconds_total{{{ProbeScope.Probe}}}[$__rate_interval]))", $"{PerInstance} garbage collector"),
            ],
            Width = 8,
        },
        new TimeSeriesPanel
        {
            Title = "Delay of the thread pool",
            Description = "How long the probe's thread pool took to begin what it was given last, by instance. Seconds.",
            Unit = Units.Seconds,
            Queries = [new($"max by (instance) (kafka_sli_probe_thread_pool_delay_seconds{{{ProbeScope.Probe}}})", PerInstance)],
            Width = 8,
        },
        new TimeSeriesPanel
        {
            Title = "Excluded for stalls",
            Description = "Late events that were excluded because the probe itself stood still, by objective. Events a second.",
            Unit = Units.EventsPerSecond,
            Queries = [new($"sum by (kafka_sli_objective) (rate(kafka_sli_stalled_events_total{{{ProbeScope.Cell}}}[$__rate_interval]))", "{{kafka_sli_objective}}")],
            Width = 8,
        },
        new TimeSeriesPanel
        {
            Title = "Errors",
            Description = "What Consume threw, what went wrong inside Kafka.Sli, and messages stamped in the future. A count within each step.",
            Unit = Units.Count,
            Queries =
            [
                new(RareEvents.OrNone($"kafka_sli_consume_errors_total{{{ProbeScope.Cell}}}", "$__rate_interval", "error_type"), "consume {{error_type}}"),
                new($"sum (increase(kafka_sli_internal_errors_total{{{ProbeScope.Probe}}}[$__rate_interval]))", "inside Kafka.Sli"),
                new(RareEvents.Total($"kafka_sli_delivery_clock_regressions_total{{{ProbeScope.Cell}}}", "$__rate_interval"), "from the future"),
            ],
            Width = 8,
        },
        Clocks("Clocks apart", "By how much the clocks of two instances differ. Seconds, either way; ages between them are wrong by as much.", "kafka_sli_probe_clock_offset_seconds"),
        Clocks("Clocks apart, uncertainty", "By how much that may be wrong. Seconds, either way.", "kafka_sli_probe_clock_offset_error_seconds"));

    private static StatPanel Clocks(string title, string description, string series) => new()
    {
        Title = title,
        Description = description,
        Unit = Units.Seconds,
        NoValue = "no other instance",
        Queries = [new($"max by (instance, kafka_sli_probe_peer) (abs({series}{{{ProbeScope.Probe}}}))", "{{instance}} and {{kafka_sli_probe_peer}}") { IsInstant = true }],
        Height = 5,
    };
}
