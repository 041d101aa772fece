using System.Text.Json;
using Kafka.Sli.Objectives;
using Kafka.Sli.Probe.Probing;

namespace Kafka.Sli.Probe.Commands;

/// <summary>What <c>--json</c> prints. Its schema is <c>docs/run.schema.json</c>, made from these types.</summary>
internal sealed record RunDocument
{
    /// <summary>The version of this document's meaning.</summary>
    public required string Schema { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required double DurationSeconds { get; init; }

    public required ClusterPart Cluster { get; init; }

    public required double RatePerSecond { get; init; }

    public required int MessageBytes { get; init; }

    /// <summary>Messages that were due and not sent when it ended.</summary>
    public required long Unsent { get; init; }

    public required IReadOnlyList<IndicatorPart> Indicators { get; init; }

    public required IReadOnlyList<ObjectivePart> Objectives { get; init; }

    public required bool UsesDefaultObjectives { get; init; }

    /// <summary>Whether all objectives are met; what is not known is not met.</summary>
    public required bool ObjectivesMet { get; init; }

    public required string? LastError { get; init; }

    public static RunDocument Of(RunReport report) => new()
    {
        Schema = "kafka-sli-probe/run/v1",
        StartedAt = report.StartedAt,
        DurationSeconds = Math.Round(report.Elapsed.TotalSeconds, 3),
        Cluster = new(report.Bootstrap, report.Settings.Bootstrap is null, report.Topic.Brokers, report.Topic.Name, report.Topic.Partitions.Count, report.Group),
        RatePerSecond = report.Settings.Rate,
        MessageBytes = report.Settings.Size,
        Unsent = report.Unsent,
        Indicators = [.. report.Indicators.Select(i => IndicatorPart.Of(i.Indicator, i.Latency))],
        Objectives = [.. report.Objectives.Select(ObjectivePart.Of)],
        UsesDefaultObjectives = report.Settings.UsesDefaultObjectives,
        ObjectivesMet = report.ObjectivesAreMet,
        LastError = report.LastError,
    };

    public string ToJson() => JsonSerializer.Serialize(this, RunDocumentJson.Readable.RunDocument);

    internal sealed record ClusterPart(string BootstrapServers, bool Embedded, int Brokers, string Topic, int Partitions, string ConsumerGroup);

    /// <param name="Sli">Its name, as in <c>kafka.sli.{sli}.duration</c>.</param>
    /// <param name="Count">Events whose latency was recorded: the count of the histogram.</param>
    /// <param name="Outcomes">The same, by outcome.</param>
    /// <param name="Errors">The failed ones, by <c>error.type</c>.</param>
    /// <param name="Latency">Of the events that tell how long somebody waited; <see langword="null"/> when there was none.</param>
    internal sealed record IndicatorPart(string Sli, long Count, IReadOnlyDictionary<string, long> Outcomes, IReadOnlyDictionary<string, long> Errors, LatencyPart? Latency)
    {
        public static IndicatorPart Of(ServiceLevelIndicator indicator, LatencyReading latency) => new(
            IndicatorNames.Of(indicator),
            latency.Count,
            latency.Outcomes.ToDictionary(),
            latency.Errors.ToDictionary(),
            latency.Max is { } max
                ? new(latency.Percentile(50)!.Value, latency.Percentile(90)!.Value, latency.Percentile(99)!.Value, latency.Percentile(99.9)!.Value, max)
                : null);
    }

    /// <summary>In seconds.</summary>
    internal sealed record LatencyPart(double P50, double P90, double P99, double P999, double Max);

    /// <param name="Ratio">The share of good events among good and bad; <see langword="null"/> when none was judged.</param>
    /// <param name="Met"><see langword="null"/> when it is not known.</param>
    internal sealed record ObjectivePart(
        string Name, string Sli, string Text, double Target, double ThresholdSeconds, long Good, long Bad, long Excluded, double? Ratio, bool? Met)
    {
        public static ObjectivePart Of(ObjectiveReading reading) => new(
            reading.Objective.Name,
            IndicatorNames.Of(reading.Objective.Indicator),
            reading.Objective.ToString(),
            reading.Objective.Target,
            reading.Objective.Threshold.TotalSeconds,
            reading.Good,
            reading.Bad,
            reading.Excluded,
            reading.Ratio,
            reading.IsMet);
    }
}
