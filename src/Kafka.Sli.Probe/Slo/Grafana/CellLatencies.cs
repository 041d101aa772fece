using Kafka.Sli.Objectives;
using Kafka.Sli.Probe.Plan;

namespace Kafka.Sli.Probe.Slo.Grafana;

/// <summary>What one cell's clients waited for.</summary>
internal static class CellLatencies
{
    private const string Read = "Median, 99th percentile and the upper bound of the slowest bucket with anything in it. Seconds; dashed are the thresholds of objectives.";

    private static readonly LatencyQueries Produce = Of("produce");
    private static readonly LatencyQueries Delivery = Of("delivery");

    public static Section Section(ProbePlan plan) => new(
        "Latencies",
        Spread("Produce", "From the intended time of a send to its acknowledgement.", Produce, ThresholdLine.Of(ServiceLevelIndicator.Produce, plan, ProbeScope.Cell)),
        Spread("Delivery", "From the intended time of a send to the read of its message.", Delivery, ThresholdLine.Of(ServiceLevelIndicator.Delivery, plan, ProbeScope.Cell)),
        Heatmap("Produce, how it is spread", "From the intended time of a send to its acknowledgement.", Produce),
        Heatmap("Delivery, how it is spread", "From the intended time of a send to the read of its message.", Delivery),
        Spread("Offset commit", "A call to Commit.", Of("offset_commit")),
        new StatPanel
        {
            Title = "Assignments",
            Description = "From losing partitions, or subscribing, to having an assignment: the mean of those within the range shown, in seconds. 0 when there was none.",
            Unit = Units.Seconds,
            Queries =
            [
                new($"({Assignments("sum")}) / (({Assignments("count")}) > 0) or vector(0)", "mean") { IsInstant = true },
            ],
            Width = 6,
        },
        new StatPanel
        {
            Title = "Rebalances",
            Description = "Assignments of a member that had lost partitions or had just subscribed, within the range shown. A count.",
            Unit = Units.Count,
            Queries = [new(Assignments("count"), "rebalances") { IsInstant = true }],
            Width = 6,
        });

    private static LatencyQueries Of(string indicator) => new($"kafka_sli_{indicator}_duration_seconds", $"{ProbeScope.Cell},{SeriesNames.Usual}");

    private static string Assignments(string part) => RareEvents.Total($"kafka_sli_assignment_duration_seconds_{part}{{{ProbeScope.Cell},{SeriesNames.Usual}}}", "$__range");

    private static TimeSeriesPanel Spread(string title, string meaning, LatencyQueries latency, params PanelQuery[] threshold) => new()
    {
        Title = title,
        Description = $"{meaning} {Read}",
        Unit = Units.Seconds,
        IsLogarithmic = true,
        Queries = [.. latency.Spread(), .. threshold],
    };

    private static HeatmapPanel Heatmap(string title, string meaning, LatencyQueries latency) => new()
    {
        Title = title,
        Description = $"{meaning} How many in a second fell into each bucket; the scale is in seconds.",
        Unit = Units.Seconds,
        Queries = [latency.Heat()],
    };
}
