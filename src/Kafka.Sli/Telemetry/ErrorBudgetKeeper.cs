using Kafka.Sli.Objectives;
using Microsoft.Extensions.Logging;

namespace Kafka.Sli.Telemetry;

/// <summary>Keeps the error budgets going: on the clock, over restarts, and telling when an alert begins or ceases to fire.</summary>
internal sealed partial class ErrorBudgetKeeper
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SaveInterval = TimeSpan.FromSeconds(10);

    private readonly ErrorBudgets _budgets;
    private readonly ErrorBudgetStore? _store;
    private readonly SliClock _clock;
    private readonly InternalErrors _errors;
    private readonly Action<BurnRateAlertEventArgs> _tell;
    private readonly TaskQueue _saving = new();
    private readonly TaskQueue _telling = new();
    private long _origin;
    private TimeSpan _before;
    private TimeSpan _nextLook;
    private TimeSpan _nextSave = SaveInterval;
    private long _savedCount;
    private volatile bool _isReady;
    private volatile bool _isKept;

    /// <param name="objectives">The objectives.</param>
    /// <param name="store">Where the budgets outlive the process; <see langword="null"/> when they do not.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="errors">Is told what fails.</param>
    /// <param name="tell">Hands a change to the application.</param>
    public ErrorBudgetKeeper(ObjectivesInForce objectives, ErrorBudgetStore? store, SliClock clock, InternalErrors errors, Action<BurnRateAlertEventArgs> tell)
    {
        _budgets = new ErrorBudgets(objectives);
        (_store, _clock, _errors, _tell) = (store, clock, errors, tell);
        Boundary = new BucketBoundary(Advance);
    }

    /// <summary>To be looked at before an event is counted.</summary>
    public BucketBoundary Boundary { get; }

    /// <summary>How each objective stands; empty until the earlier life is known.</summary>
    public IReadOnlyList<ObjectiveStatus> Status => _isReady ? _budgets.StatusAt(Elapsed) : [];

    private TimeSpan Elapsed => ElapsedAt(_clock.Now);

    /// <summary>Begins to count, at once where there is no earlier life to be known.</summary>
    /// <returns>The end of loading it.</returns>
    public Task StartAsync()
    {
        if (_store is not null)
        {
            return Task.Run(() => LoadAsync(_store));
        }

        Begin(TimeSpan.Zero);
        return Task.CompletedTask;
    }

    /// <summary>Tells what alerts have changed, and saves when it is time to.</summary>
    public void Tick()
    {
        if (!_isReady || Elapsed is var elapsed && elapsed < _nextLook)
        {
            return;
        }

        _nextLook = elapsed + LookInterval;
        foreach (var change in _budgets.ChangesAt(elapsed))
        {
            Tell(change);
        }

        // What a store that hangs has not done yet is not asked of it again.
        if (elapsed >= _nextSave && _saving.IsIdle)
        {
            _nextSave = elapsed + SaveInterval;
            _ = _saving.Add(SaveAsync);
        }
    }

    /// <summary>Saves what has not been saved, after a save that is under way; from then on nothing is.</summary>
    /// <returns>The end of it.</returns>
    public Task SaveLastAsync() => _isKept ? _saving.Add(SaveAndCloseAsync) : Task.CompletedTask;

    private async Task SaveAndCloseAsync()
    {
        await SaveAsync().ConfigureAwait(false);
        _isKept = false;
    }

    /// <summary>Saves, unless nothing was counted since, there is nowhere to save to, or the earlier life was never known. One at a time.</summary>
    private async Task SaveAsync()
    {
        var count = _budgets.Count;
        if (!_isKept || count == _savedCount)
        {
            return;
        }

        try
        {
            await _store!.Save(_budgets.StateAt(Elapsed, _clock.UtcNow).Write(), CancellationToken.None).ConfigureAwait(false);
            _savedCount = count;
        }
#pragma warning disable CA1031 // A store that fails costs the application nothing but what it would have kept.
        catch (Exception e) when (_errors.Swallow(e))
#pragma warning restore CA1031
        {
        }
    }

    private async Task LoadAsync(ErrorBudgetStore store)
    {
        var before = TimeSpan.Zero;
        try
        {
            if (await store.Load(CancellationToken.None).ConfigureAwait(false) is { } state)
            {
                before = TakeUp(store, state);
            }

            _isKept = true;
        }
#pragma warning disable CA1031 // A store that fails costs the application nothing but what it would have kept.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _errors.Tell(e, static (logger, exception) => LogNotKept(logger, exception.Message));
        }

        Begin(before);
    }

    private TimeSpan TakeUp(ErrorBudgetStore store, byte[] state)
    {
        try
        {
            return _budgets.Restore(ErrorBudgetState.Read(state), _clock.UtcNow);
        }
        catch (FormatException e)
        {
            var where = store.SetAside?.Invoke() ?? "overwritten when it is saved next";
            _errors.Tell((e.Message, where), static (logger, told) => LogNotOurs(logger, told.Message, told.where));
            return TimeSpan.Zero;
        }
    }

    private void Begin(TimeSpan before)
    {
        (_before, _origin) = (before, _clock.Now);
        (_nextLook, _nextSave) = (before, before + SaveInterval);
        _isReady = true;
        Advance(_origin);
    }

    private TimeSpan ElapsedAt(long now) => _before + _clock.Elapsed(_origin, now);

    /// <summary>Closes the buckets that have ended. An event that is told to end in the future does not close those that are yet to come.</summary>
    private void Advance(long now)
    {
        var next = _budgets.Advance(ElapsedAt(Math.Min(now, _clock.Now))) - _before;
        Boundary.Next = _clock.After(_origin, next.TotalSeconds);
    }

    /// <summary>In the order in which they happened, and never on the thread that counts: the application's handler may take its time.</summary>
    private void Tell(BurnRateAlertEventArgs change) => _telling.Add(() =>
    {
        _errors.Guard((_tell, change), static t => t._tell(t.change), nameof(Tell));
        return Task.CompletedTask;
    });

    [LoggerMessage(
        4, LogLevel.Warning, "Kafka.Sli starts without earlier error budgets and does not keep these, for the store failed: {Reason}")]
    private static partial void LogNotKept(ILogger logger, string reason);

    [LoggerMessage(
        5, LogLevel.Warning, "Kafka.Sli starts without earlier error budgets, for what the store holds is not theirs: {Reason}. It is now {Where}")]
    private static partial void LogNotOurs(ILogger logger, string reason, string where);
}
