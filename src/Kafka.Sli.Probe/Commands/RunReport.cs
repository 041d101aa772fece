using System.Diagnostics;
using Kafka.Sli.Probe.Plan;
using Kafka.Sli.Probe.Probing;

namespace Kafka.Sli.Probe.Commands;

/// <summary>What a run has seen so far.</summary>
internal sealed class RunReport
{
    private readonly Prober _prober;
    private readonly Readings _readings;
    private readonly Stopwatch _watch = new();
    private IReadOnlyList<CellReport> _cells = [];

    public RunReport(RunSettings settings, Prober prober, Readings readings)
    {
        Settings = settings;
        _prober = prober;
        _readings = readings;
    }

    public RunSettings Settings { get; }

    public ProbePlan Plan => _prober.Plan;

    public IReadOnlyList<ClusterAtWork> Clusters => _prober.Clusters;

    /// <summary>In the order of the plan, as they were when it was last refreshed.</summary>
    public IReadOnlyList<CellReport> Cells => _cells;

    /// <summary>When sending began.</summary>
    public DateTimeOffset StartedAt { get; private set; }

    /// <summary>From the first send to the end of the last one.</summary>
    public TimeSpan Elapsed => _watch.Elapsed;

    /// <summary>Met by all of them in every cell that they cover; what is not known is not met.</summary>
    public bool ObjectivesAreMet => _cells.Count == Plan.Cells.Count && _cells.All(c => c.Objectives.All(o => o.IsMet == true));

    public void Begin()
    {
        StartedAt = DateTimeOffset.UtcNow;
        _watch.Start();
        Refresh();
    }

    public void End()
    {
        _watch.Stop();
        Refresh();
    }

    /// <summary>Once the cells have ended, what they were stays.</summary>
    public void Refresh()
    {
        _readings.Refresh();
        var cells = _prober.Cells;
        _cells = cells.Count > 0 ? [.. cells.Select(c => new CellReport(c, Plan, _readings))] : _cells;
        foreach (var cell in _cells)
        {
            cell.Refresh();
        }
    }
}
