using System.Text.Json;
using Kafka.Sli.Objectives;
using Kafka.Sli.Probe.Ledger;
using Kafka.Sli.Probe.Plan;
using Kafka.Sli.Probe.Probing;

namespace Kafka.Sli.Probe.Commands;

/// <summary>What <c>--json</c> prints. Its schema is <c>docs/run.schema.json</c>, made from these types.</summary>
internal sealed record RunDocument
{
    /// <summary>The version of this document's meaning.</summary>
    public required string Schema { get; init; }

    /// <summary>This instance's name among those that are one probe.</summary>
    public required string Instance { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required double DurationSeconds { get; init; }

    public required IReadOnlyList<ClusterPart> Clusters { get; init; }

    public required IReadOnlyList<CellPart> Cells { get; init; }

    public required bool UsesDefaultObjectives { get; init; }

    /// <summary>Whether all objectives are met in every cell that they cover; what is not known is not met.</summary>
    public required bool ObjectivesMet { get; init; }

    public static RunDocument Of(RunReport report) => new()
    {
        Schema = "kafka-sli-probe/run/v2",
        Instance = report.Settings.Instance,
        StartedAt = report.StartedAt,
        DurationSeconds = Math.Round(report.Elapsed.TotalSeconds, 3),
        Clusters = [.. report.Clusters.Select(c => new ClusterPart(c.Plan.Name, c.ShownBootstrap, c.Plan.Bootstrap is null, c.Brokers))],
        Cells = [.. report.Cells.Select(c => CellPart.Of(c, report.Plan.Secrets))],
        UsesDefaultObjectives = report.Plan.UsesDefaultObjectives,
        ObjectivesMet = report.ObjectivesAreMet,
    };

    public string ToJson() => JsonSerializer.Serialize(this, DocumentJson.Readable.RunDocument);

    /// <param name="Name">As the plan calls it.</param>
    /// <param name="BootstrapServers">As the plan writes it.</param>
    /// <param name="Embedded">Whether it ran inside the probe.</param>
    /// <param name="Brokers">How many there were when it was last looked at.</param>
    internal sealed record ClusterPart(string Name, string BootstrapServers, bool Embedded, int Brokers);

    /// <param name="Name">The value of <c>kafka.sli.client</c>.</param>
    /// <param name="Cluster">The cluster's name.</param>
    /// <param name="Topic">The topic that is measured with.</param>
    /// <param name="Partitions">How many it has.</param>
    /// <param name="ConsumerGroup">The group that reads it.</param>
    /// <param name="RatePerSecond">Messages a second.</param>
    /// <param name="MessageBytes">The size of their values.</param>
    /// <param name="Unsent">Messages that were due and not sent when it ended.</param>
    /// <param name="Indicators">What was measured.</param>
    /// <param name="WarmUp">What was told apart, for it began in the warm-up of a client; by the same names, and of no objective.</param>
    /// <param name="Objectives">By what it is judged.</param>
    /// <param name="Messages">What became of the messages in the partitions that this instance read, by verdict.</param>
    /// <param name="LastError">What its clients last complained of.</param>
    internal sealed record CellPart(
        string Name,
        string Cluster,
        string Topic,
        int Partitions,
        string ConsumerGroup,
        double RatePerSecond,
        int MessageBytes,
        long Unsent,
        IReadOnlyList<IndicatorPart> Indicators,
        IReadOnlyList<IndicatorPart> WarmUp,
        IReadOnlyList<ObjectivePart> Objectives,
        IReadOnlyDictionary<string, long> Messages,
        string? LastError)
    {
        public static CellPart Of(CellReport report, PlanSecrets secrets)
        {
            var (cell, plan) = (report.Cell, report.Cell.Plan);
            return new(
                plan.Name,
                plan.Cluster,
                plan.Topic,
                cell.Topic.Partitions.Count,
                plan.Group,
                plan.Load.Rate.PerSecond,
                plan.Load.Size.Bytes,
                cell.Unsent,
                [.. report.Indicators.Select(i => IndicatorPart.Of(i.Indicator, i.Latency))],
                [.. report.WarmUp.Select(w => IndicatorPart.Of(w.Indicator, w.Latency))],
                [.. report.Objectives.Select(ObjectivePart.Of)],
                VerdictNames.All.ToDictionary(VerdictNames.Of, v => cell.Verdicts[v]),
                cell.LastError is { } error ? secrets.Hide(error) : null);
        }
    }

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
