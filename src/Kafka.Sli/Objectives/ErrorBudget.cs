namespace Kafka.Sli.Objectives;

/// <summary>
/// The sliding windows of one objective, what they say of its error budget, and the alerts that follow from it: for whoever counts events where
/// Kafka.Sli does not, or for a part of what it counts. For any thread.
/// </summary>
public sealed class ErrorBudget
{
    private static readonly TimeSpan[] Usual =
    [
        TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(1), TimeSpan.FromHours(2),
        TimeSpan.FromHours(6), TimeSpan.FromDays(1), TimeSpan.FromDays(3),
    ];

    private readonly Lock _lock = new();
    private readonly Func<(long Good, long Bad)> _totals;
    private readonly SlidingWindow[] _windows;

    /// <summary>Begins with empty windows.</summary>
    /// <param name="objective">Whose it is.</param>
    /// <param name="totals">Tells its running totals, which never fall.</param>
    /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
    public ErrorBudget(Objective objective, Func<(long Good, long Bad)> totals)
    {
        ArgumentNullException.ThrowIfNull(objective);
        ArgumentNullException.ThrowIfNull(totals);
        Objective = objective;
        _totals = totals;
        Alerts = BurnRateAlert.Of(objective);
        _windows = [.. Usual.Append(objective.Window).Distinct().Order().Select(length => new SlidingWindow(length))];
    }

    /// <summary>Whose it is.</summary>
    public Objective Objective { get; }

    /// <summary>The burn rate alerts of the objective.</summary>
    public IReadOnlyList<BurnRateAlert> Alerts { get; }

    /// <summary>How much has been counted in this life.</summary>
    internal long Count => Totals().Count;

    /// <summary>How the objective stands.</summary>
    /// <param name="elapsed">The time since the first event could be counted; never less than in an earlier call.</param>
    /// <param name="excluded">How many events say nothing about Kafka: they spend no budget, and are only passed on.</param>
    public ObjectiveStatus StatusAt(TimeSpan elapsed, long excluded = 0)
    {
        EventTotals totals;
        WindowStatus[] windows;
        lock (_lock)
        {
            totals = MoveTo(elapsed);
            windows = [.. _windows.Select(window => StatusOf(window.Length, window.Sum(totals)))];
        }

        return new ObjectiveStatus
        {
            Objective = Objective,
            Good = totals.Good,
            Bad = totals.Bad,
            Excluded = excluded,
            ErrorBudgetRemaining = 1 - BurnRateOf(windows, Objective.Window),
            Windows = windows,
            Firing = [.. Alerts.Where(alert => BurnRateOf(windows, alert.LongWindow) > alert.Factor && BurnRateOf(windows, alert.ShortWindow) > alert.Factor)],
        };
    }

    /// <summary>Closes the buckets that have ended by now: to be called before events of a later bucket are counted.</summary>
    /// <param name="elapsed">The time, as for <see cref="StatusAt"/>.</param>
    /// <returns>When the next one begins.</returns>
    public TimeSpan Advance(TimeSpan elapsed)
    {
        lock (_lock)
        {
            MoveTo(elapsed);
            return _windows.Min(window => window.NextBucket);
        }
    }

    /// <summary>The windows as they can be kept for the next life.</summary>
    internal IReadOnlyList<(TimeSpan Length, EventTotals[] ByBucket)> BucketsAt(TimeSpan elapsed)
    {
        lock (_lock)
        {
            var totals = MoveTo(elapsed);
            return [.. _windows.Select(window => (window.Length, window.ByBucket(totals)))];
        }
    }

    /// <summary>Takes up what was kept, for each window from the one that knows it best: its like, the next longer one, or the longest of all.</summary>
    internal void Restore(TimeSpan elapsed, IReadOnlyList<(TimeSpan Length, EventTotals[] ByBucket)> kept)
    {
        lock (_lock)
        {
            foreach (var window in _windows)
            {
                var best = kept.Where(k => k.Length >= window.Length).DefaultIfEmpty(kept.MaxBy(k => k.Length)).MinBy(k => k.Length);
                window.Restore(elapsed, best.Length, best.ByBucket);
            }
        }
    }

    /// <summary>This life begins. What it has counted while the earlier one was being loaded is of now.</summary>
    internal void BeginAt(TimeSpan elapsed)
    {
        lock (_lock)
        {
            foreach (var window in _windows)
            {
                window.MoveTo(elapsed, default);
            }
        }
    }

    private EventTotals Totals()
    {
        var (good, bad) = _totals();
        return new(good, bad);
    }

    private EventTotals MoveTo(TimeSpan elapsed)
    {
        var totals = Totals();
        foreach (var window in _windows)
        {
            window.MoveTo(elapsed, totals);
        }

        return totals;
    }

    private WindowStatus StatusOf(TimeSpan length, EventTotals events) => new()
    {
        Window = length,
        Good = events.Good,
        Bad = events.Bad,
        BurnRate = events.BadRatio / Objective.BadRatioAllowed,
    };

    private static double BurnRateOf(IReadOnlyList<WindowStatus> windows, TimeSpan length) => windows.First(w => w.Window == length).BurnRate;
}
