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
    private readonly Stopwatch _watch = new();

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

    /// <summary>When sending began.</summary>
    public DateTimeOffset StartedAt { get; private set; }

    /// <summary>From the first send to the end of the last one.</summary>
    public TimeSpan Elapsed => _watch.Elapsed;

    /// <summary>Messages that were due and not sent when it ended.</summary>
    public long Unsent => _cell.Unsent;

    public string? LastError => _cell.LastError;

    public double OldestInFlight => _readings.OldestInFlight;

    public IEnumerable<(ServiceLevelIndicator Indicator, LatencyReading Latency)> Indicators =>
        Measured.Select(i => (i, _readings.Latency(i)));

    public IEnumerable<ObjectiveReading> Objectives => Settings.Objectives.Select(_readings.Of);

    /// <summary>Met by all of them; what is not known is not met.</summary>
    public bool ObjectivesAreMet => Objectives.All(o => o.IsMet == true);

    public void Begin()
    {
        StartedAt = DateTimeOffset.UtcNow;
        _watch.Start();
    }

    public void End() => _watch.Stop();

    public void Refresh() => _readings.Refresh();

    public LatencyReading LatencyOf(ServiceLevelIndicator indicator) => _readings.Latency(indicator);
}
