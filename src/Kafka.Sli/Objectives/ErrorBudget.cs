namespace Kafka.Sli.Objectives;

/// <summary>The sliding windows of one objective, what they say of its error budget, and the alerts that follow from it.</summary>
internal sealed class ErrorBudget
{
    private static readonly TimeSpan[] Usual =
    [
        TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(1), TimeSpan.FromHours(2),
        TimeSpan.FromHours(6), TimeSpan.FromDays(1), TimeSpan.FromDays(3),
    ];

    private readonly Lock _lock = new();
    private readonly Func<EventTotals> _totals;
    private readonly SlidingWindow[] _windows;

    /// <param name="objective">Whose it is.</param>
    /// <param name="totals">Tells its running totals.</param>
    public ErrorBudget(Objective objective, Func<EventTotals> totals)
    {
        Objective = objective;
        _totals = totals;
        Alerts = BurnRateAlert.Of(objective);
        _windows = [.. Usual.Append(objective.Window).Distinct().Order().Select(length => new SlidingWindow(length))];
    }

    public Objective Objective { get; }

    public IReadOnlyList<BurnRateAlert> Alerts { get; }

    /// <summary>How much has been counted in this life.</summary>
    public long Count => _totals().Count;

    /// <summary>Each window with what it counted, the shortest first.</summary>
    public IReadOnlyList<WindowStatus> WindowsAt(TimeSpan elapsed)
    {
        lock (_lock)
        {
            var totals = MoveTo(elapsed);
            return [.. _windows.Select(window => StatusOf(window.Length, window.Sum(totals)))];
        }
    }

    /// <summary>Closes the buckets that have ended by now.</summary>
    /// <returns>When the next one begins.</returns>
    public TimeSpan Advance(TimeSpan elapsed)
    {
        lock (_lock)
        {
            MoveTo(elapsed);
            return _windows.Min(window => window.NextBucket);
        }
    }

    public double RemainingOf(IReadOnlyList<WindowStatus> windows) => 1 - BurnRateOf(windows, Objective.Window);

    public IReadOnlyList<BurnRateAlert> FiringOf(IReadOnlyList<WindowStatus> windows) =>
    [
        .. Alerts.Where(alert => BurnRateOf(windows, alert.LongWindow) > alert.Factor && BurnRateOf(windows, alert.ShortWindow) > alert.Factor),
    ];

    /// <summary>The windows as they can be kept for the next life.</summary>
    public IReadOnlyList<(TimeSpan Length, EventTotals[] ByBucket)> BucketsAt(TimeSpan elapsed)
    {
        lock (_lock)
        {
            var totals = MoveTo(elapsed);
            return [.. _windows.Select(window => (window.Length, window.ByBucket(totals)))];
        }
    }

    /// <summary>Takes up what was kept, for each window from the one that knows it best: its like, the next longer one, or the longest of all.</summary>
    public void Restore(TimeSpan elapsed, IReadOnlyList<(TimeSpan Length, EventTotals[] ByBucket)> kept)
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

    private EventTotals MoveTo(TimeSpan elapsed)
    {
        var totals = _totals();
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
