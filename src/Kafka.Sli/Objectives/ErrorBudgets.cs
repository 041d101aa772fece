namespace Kafka.Sli.Objectives;

/// <summary>
/// The error budgets of all objectives, on one time line: it begins with the first process that counted, goes on with the monotonic clock, and
/// over a restart by wall time.
/// </summary>
internal sealed class ErrorBudgets
{
    private readonly ObjectivesInForce _objectives;
    private readonly ErrorBudget[] _budgets;
    private readonly HashSet<(ErrorBudget, BurnRateAlert)> _firing = [];

    public ErrorBudgets(ObjectivesInForce objectives)
    {
        _objectives = objectives;
        _budgets = [.. objectives.All.Select((objective, i) => new ErrorBudget(objective, () => objectives.TotalsOf(i)))];
    }

    /// <summary>How much has been counted in this life.</summary>
    public long Count => _budgets.Sum(budget => budget.Count);

    /// <returns>When the next bucket begins.</returns>
    public TimeSpan Advance(TimeSpan elapsed)
    {
        var next = TimeSpan.MaxValue;
        foreach (var budget in _budgets)
        {
            var ofBudget = budget.Advance(elapsed);
            next = ofBudget < next ? ofBudget : next;
        }

        return next;
    }

    public IReadOnlyList<ObjectiveStatus> StatusAt(TimeSpan elapsed) => [.. _budgets.Select((budget, i) => StatusOf(budget, i, elapsed))];

    /// <summary>What has begun or ceased to fire since it was asked last. One call at a time.</summary>
    public IReadOnlyList<BurnRateAlertEventArgs> ChangesAt(TimeSpan elapsed)
    {
        var changes = new List<BurnRateAlertEventArgs>();
        for (var i = 0; i < _budgets.Length; i++)
        {
            var (budget, status) = (_budgets[i], StatusOf(_budgets[i], i, elapsed));
            foreach (var alert in budget.Alerts)
            {
                var isFiring = status.Firing.Contains(alert);
                if (isFiring ? _firing.Add((budget, alert)) : _firing.Remove((budget, alert)))
                {
                    changes.Add(new BurnRateAlertEventArgs(alert, isFiring, status));
                }
            }
        }

        return changes;
    }

    public ErrorBudgetState StateAt(TimeSpan elapsed, DateTimeOffset wall) => new()
    {
        SavedAt = wall,
        Elapsed = elapsed.Ticks,
        Objectives =
        [
            .. _budgets.Select(budget => new ErrorBudgetState.OfObjective
            {
                Name = budget.Objective.Name,
                Counted = budget.Objective.Counted,
                Windows =
                [
                    .. budget.BucketsAt(elapsed).Select(window => new ErrorBudgetState.OfWindow
                    {
                        Length = window.Length.Ticks,
                        Good = [.. window.ByBucket.Select(b => b.Good)],
                        Bad = [.. window.ByBucket.Select(b => b.Bad)],
                    }),
                ],
            }),
        ],
    };

    /// <summary>Takes up what an earlier life knew of objectives that count the same events.</summary>
    /// <returns>When it is now on the time line: the gap between the lives is taken from wall time, and never negative.</returns>
    public TimeSpan Restore(ErrorBudgetState state, DateTimeOffset wall)
    {
        var end = TimeSpan.FromTicks(state.Elapsed);
        var now = end + (wall > state.SavedAt ? wall - state.SavedAt : TimeSpan.Zero);
        foreach (var budget in _budgets)
        {
            if (state.Objectives.FirstOrDefault(o => o.Name == budget.Objective.Name && o.Counted == budget.Objective.Counted) is { } kept)
            {
                budget.Restore(end, [.. kept.Windows.Select(w => (TimeSpan.FromTicks(w.Length), ByBucket(w)))]);
            }

            budget.BeginAt(now);
        }

        return now;
    }

    private static EventTotals[] ByBucket(ErrorBudgetState.OfWindow window) => [.. window.Good.Zip(window.Bad, (good, bad) => new EventTotals(good, bad))];

    private ObjectiveStatus StatusOf(ErrorBudget budget, int index, TimeSpan elapsed) => budget.StatusAt(elapsed, _objectives.Total(index, Verdict.Excluded));
}
