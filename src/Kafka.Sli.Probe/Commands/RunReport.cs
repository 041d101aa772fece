using System.Diagnostics;
using Kafka.Sli.Objectives;
using Kafka.Sli.Probe.Probing;
using Kafka.Sli.Probe.Topics;

namespace Kafka.Sli.Probe.Commands;

/// <summary>What a run has seen so far.</summary>
internal sealed class RunReport
{
    private static readonly ServiceLevelIndicator[] Measured = [ServiceLevelIndicator.Produce, ServiceLevelIndicator.Delivery];

    private readonly Cell _cell;
    private readonly Readings _readings;
    private readonly long _started = Stopwatch.GetTimestamp();

    public RunReport(RunSettings settings, string bootstrap, ProbeTopic topic, Cell cell, Readings readings)
    {
        Settings = settings;
        Bootstrap = bootstrap;
        Topic = topic;
        _cell = cell;
        _readings = readings;
    }

    public RunSettings Settings { get; }

    public string Bootstrap { get; }

    public ProbeTopic Topic { get; }

    public string Group => _cell.Group;

    public DateTimeOffset StartedAt { get; } = DateTimeOffset.UtcNow;

    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(_started);

    public string? LastError => _cell.LastError;

    public double OldestInFlight => _readings.OldestInFlight;

    public IEnumerable<(ServiceLevelIndicator Indicator, LatencyReading Latency)> Indicators =>
        Measured.Select(i => (i, _readings.Latency(i)));

    public IEnumerable<ObjectiveReading> Objectives => Settings.Objectives.Select(_readings.Of);

    /// <summary>Met by all of them; what is not known is not met.</summary>
    public bool ObjectivesAreMet => Objectives.All(o => o.IsMet == true);

    public void Refresh() => _readings.Refresh();

    public LatencyReading LatencyOf(ServiceLevelIndicator indicator) => _readings.Latency(indicator);
}
