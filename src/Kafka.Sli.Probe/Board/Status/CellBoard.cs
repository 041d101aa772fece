using Kafka.Sli.Objectives;
using Kafka.Sli.Probe.Ledger;
using Kafka.Sli.Probe.Plan;
using Kafka.Sli.Probe.Probing;

namespace Kafka.Sli.Probe.Board;

/// <summary>What is remembered of one cell: the windows of its objectives and the latencies of late.</summary>
internal sealed class CellBoard
{
    private readonly string _name;
    private readonly Readings _readings;
    private readonly TimeSpan _began;
    private readonly ErrorBudget[] _budgets;
    private readonly CellHistory _history = new();

    /// <param name="plan">The cell.</param>
    /// <param name="objectives">Those of the plan.</param>
    /// <param name="readings">Where it is read from.</param>
    /// <param name="began">When, on the watch's time line.</param>
    public CellBoard(CellPlan plan, IEnumerable<Objective> objectives, Readings readings, TimeSpan began)
    {
        (_name, _readings, _began) = (plan.Name, readings, began);
        _budgets = [.. objectives.Where(o => o.Covers(plan)).Select(o => new ErrorBudget(o, () => Totals(o)))];
    }

    public IReadOnlyList<CellSample> Samples => _history.Samples;

    /// <summary>Closes the buckets that have ended by now.</summary>
    public void Advance(TimeSpan elapsed)
    {
        foreach (var budget in _budgets)
        {
            budget.Advance(elapsed);
        }
    }

    /// <summary>Takes what was recorded since the last time.</summary>
    public void Sample(Cell cell, DateTimeOffset at) => _history.Add(new(
        at,
        _readings.Latency(ServiceLevelIndicator.Produce, _name).TakeInterval(),
        _readings.Latency(ServiceLevelIndicator.Delivery, _name).TakeInterval(),
        Math.Round(_readings.OldestInFlight(_name), 4),
        Math.Round(cell.OverdueSeconds, 4)));

    public CellStatus StatusAt(TimeSpan elapsed, CellStatus plain, Cell? cell, Func<string, string> hide)
    {
        ObjectiveStanding[] objectives = [.. _budgets.Select(b => ObjectiveStanding.Of(b.StatusAt(elapsed, _readings.Of(b.Objective, _name).Excluded), elapsed - _began))];
        var standing = plain with
        {
            Objectives = objectives,
            State = objectives.Select(o => o.State).DefaultIfEmpty(ObjectiveState.Unknown).Max(),
            Latest = _history.Latest,
        };
        return cell is null ? standing : standing with
        {
            Partitions = cell.Topic.Partitions.Count,
            WarmUpLeftSeconds = Math.Round(cell.WarmUpLeft.TotalSeconds, 1),
            OldestInFlightSeconds = Math.Round(_readings.OldestInFlight(_name), 4),
            OverdueSeconds = Math.Round(cell.OverdueSeconds, 4),
            Outages = [.. cell.Outages.Select(OutageStatus.Of)],
            Messages = VerdictNames.All.ToDictionary(VerdictNames.Of, v => cell.Verdicts[v]),
            LastError = cell.LastError is { } error ? hide(error) : null,
        };
    }

    private (long Good, long Bad) Totals(Objective objective)
    {
        var counted = _readings.Of(objective, _name);
        return (counted.Good, counted.Bad);
    }
}
