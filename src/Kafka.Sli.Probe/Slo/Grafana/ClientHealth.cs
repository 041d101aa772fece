namespace Kafka.Sli.Probe.Slo.Grafana;

/// <summary>What the clients of services are doing.</summary>
internal static class ClientHealth
{
    private const string PerClient = "{{job}} {{instance}} {{kafka_sli_client}}";
    private const string By = "job, instance, kafka_sli_client";

    public static Section Section() => new(
        "Clients",
        new TimeSeriesPanel
        {
            Title = "In flight",
            Description = "Messages handed to a producer whose delivery report is outstanding. A count.",
            Unit = Units.Count,
            NoValue = "no producer",
            Queries = [new($"sum by ({By}) (kafka_sli_produce_in_flight{{{ClientScope.Clients}}})", PerClient)],
        },
        new TimeSeriesPanel
        {
            Title = "Oldest in flight",
            Description = "How long the oldest message in flight has been in flight. Seconds; 0 when there is none.",
            Unit = Units.Seconds,
            NoValue = "no producer",
            Queries = [new($"max by ({By}) (kafka_sli_produce_oldest_in_flight_seconds{{{ClientScope.Clients}}})", PerClient)],
        },
        new TimeSeriesPanel
        {
            Title = "Time since the application asked for a message",
            Description = "Since the last call to Consume. Seconds; 0 while it is asking. When it nears max.poll.interval.ms, the application is too slow and is about to lose its partitions.",
            Unit = Units.Seconds,
            NoValue = "no consumer",
            Queries = [new($"max by ({By}) (kafka_sli_consumer_poll_age_seconds{{{ClientScope.Clients}}})", PerClient)],
        },
        new TimeSeriesPanel
        {
            Title = "Consume errors",
            Description = "What Consume threw, by error. A count within each step.",
            Unit = Units.Count,
            IsStacked = true,
            Queries = [new(RareEvents.OrNone($"kafka_sli_consume_errors_total{{{ClientScope.Clients}}}", "$__rate_interval", "job, error_type"), "{{job}} {{error_type}}")],
        },
        new TimeSeriesPanel
        {
            Title = "Automatic commits",
            Description = "Commits that the client made on its own, by outcome (none when all is well). Commits a second.",
            Unit = Units.EventsPerSecond,
            Queries = [new($"sum by (job, kafka_sli_outcome, error_type) (rate(kafka_sli_offset_commit_automatic_total{{{ClientScope.Clients}}}[$__rate_interval])) or on () vector(0)", "{{job}} {{kafka_sli_outcome}} {{error_type}}")],
        },
        new TimeSeriesPanel
        {
            Title = "Doubts",
            Description = "What went wrong inside Kafka.Sli itself, and messages stamped in the future, whose age was taken as 0. A count within each step.",
            Unit = Units.Count,
            Queries =
            [
                new($"sum by (job) (increase(kafka_sli_internal_errors_total{{{ClientScope.Processes}}}[$__rate_interval]))", "{{job}} inside Kafka.Sli"),
                new(RareEvents.OrNone($"kafka_sli_delivery_clock_regressions_total{{{ClientScope.Clients}}}", "$__rate_interval", "job"), "{{job}} from the future"),
            ],
        });
}
