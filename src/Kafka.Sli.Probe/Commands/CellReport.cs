using Kafka.Sli.Objectives;
using Kafka.Sli.Probe.Plan;
using Kafka.Sli.Probe.Probing;

namespace Kafka.Sli.Probe.Commands;

/// <summary>What was seen of one cell.</summary>
internal sealed class CellReport
{
    private static readonly ServiceLevelIndicator[] Measured =
        [ServiceLevelIndicator.Produce, ServiceLevelIndicator.Delivery, ServiceLevelIndicator.OffsetCommit, ServiceLevelIndicator.Assignment];

    private readonly Readings _readings;
    private readonly Objective[] _objectives;

    public CellReport(Cell cell, ProbePlan plan, Readings readings)
    {
        Cell = cell;
        _readings = readings;
        _objectives = [.. plan.Objectives.Where(o => o.Covers(cell.Plan))];
    }

    public Cell Cell { get; }

    public string Name => Cell.Plan.Name;

    public IReadOnlyList<ObjectiveReading> Objectives { get; private set; } = [];

    public double OldestInFlight { get; private set; }

    public IEnumerable<(ServiceLevelIndicator Indicator, LatencyReading Latency)> Indicators => Measured.Select(i => (i, LatencyOf(i)));

    /// <summary>What was told apart, for it began in the warm-up of a client; only indicators that have such events.</summary>
    public IEnumerable<(ServiceLevelIndicator Indicator, LatencyReading Latency)> WarmUp =>
        Measured.Select(i => (Indicator: i, Latency: _readings.WarmUp(i, Name))).Where(w => w.Latency.Count > 0);

    public LatencyReading LatencyOf(ServiceLevelIndicator indicator) => _readings.Latency(indicator, Name);

    public void Refresh()
    {
        Objectives = [.. _objectives.Select(o => _readings.Of(o, Name))];
        OldestInFlight = _readings.OldestInFlight(Name);
    }
}
