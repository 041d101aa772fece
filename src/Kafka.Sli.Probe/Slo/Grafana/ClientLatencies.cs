namespace Kafka.Sli.Probe.Slo.Grafana;

/// <summary>What the clients of services waited for.</summary>
internal static class ClientLatencies
{
    public static Section Section() => new(
        "Latencies",
        Spread("Produce", "produce", "From the call to Produce or ProduceAsync to the delivery report.", ClientScope.Destinations, "no producer"),
        Spread("Delivery", "delivery", "From the producer's call to the return of Consume.", ClientScope.Destinations, "no consumer"),
        Heatmap("Produce, how it is spread", "produce", "From the call to Produce or ProduceAsync to the delivery report."),
        Heatmap("Delivery, how it is spread", "delivery", "From the producer's call to the return of Consume."),
        Spread("Transaction", "transaction", "The time inside the calls of one transaction; InitTransactions is left out.", ClientScope.Clients, "no transactions"),
        Spread("Offset commit", "offset_commit", "A call to Commit.", ClientScope.Clients, "no commits by the application"),
        Spread("Assignment", "assignment", "From losing partitions, or subscribing, to having an assignment.", ClientScope.Clients, "no rebalance"),
        new TimeSeriesPanel
        {
            Title = "Sends that did not end well",
            Description = "By outcome and error. A count within each step.",
            Unit = Units.Count,
            IsStacked = true,
            Queries = [new(RareEvents.OrNone($"kafka_sli_produce_duration_seconds_count{{{ClientScope.Destinations},kafka_sli_outcome!=\"\"}}", "$__rate_interval", "kafka_sli_outcome, error_type"), "{{kafka_sli_outcome}} {{error_type}}")],
        });

    private static LatencyQueries Of(string indicator, string matchers) => new($"kafka_sli_{indicator}_duration_seconds", $"{matchers},{SeriesNames.Usual}") { IsRare = indicator == "assignment" };

    private static TimeSeriesPanel Spread(string title, string indicator, string meaning, string matchers, string noValue) => new()
    {
        Title = title,
        Description = $"{meaning} Median, 99th percentile and the upper bound of the slowest bucket with anything in it. Seconds; dashed are the thresholds of objectives whose names begin with the indicator's.",
        Unit = Units.Seconds,
        IsLogarithmic = true,
        NoValue = noValue,
        Queries =
        [
            .. Of(indicator, matchers).Spread(),
            new($"max by (kafka_sli_objective) ({SeriesNames.Threshold}{{{ClientScope.Processes},{ProbeScope.Objectives},kafka_sli_objective=~\"{indicator}-.*\"}})", $"{TimeSeriesPanel.ThresholdLegend}{{{{kafka_sli_objective}}}}"),
        ],
    };

    private static HeatmapPanel Heatmap(string title, string indicator, string meaning) => new()
    {
        Title = title,
        Description = $"{meaning} How many in a second fell into each bucket; the scale is in seconds.",
        Unit = Units.Seconds,
        Queries = [Of(indicator, ClientScope.Destinations).Heat()],
    };
}
