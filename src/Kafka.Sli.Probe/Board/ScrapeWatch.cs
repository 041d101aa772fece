namespace Kafka.Sli.Probe.Board;

/// <summary>Knows whether somebody scrapes, and how often, so that the probe can wait for the scrape that sees its last events.</summary>
internal sealed class ScrapeWatch
{
    private const int RememberedIntervals = 8;

    /// <summary>No scraper comes more often than each second for long, but one that was held up catches up in a few milliseconds.</summary>
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(60);

    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private readonly Queue<TimeSpan> _intervals = new();
    private TaskCompletionSource? _awaited;
    private long _awaitedSince;
    private long? _last;

    public ScrapeWatch(TimeProvider time) => _time = time;

    /// <param name="began">The time provider's timestamp at which the scrape began.</param>
    public void Scraped(long began)
    {
        lock (_lock)
        {
            if (_last is { } last && began > last)
            {
                _intervals.Enqueue(_time.GetElapsedTime(last, began));
                if (_intervals.Count > RememberedIntervals)
                {
                    _intervals.Dequeue();
                }
            }

            _last = began;
            if (began >= _awaitedSince)
            {
                _awaited?.TrySetResult();
            }
        }
    }

    /// <summary>
    /// Waits for a scrape that begins after this call, for twice the longest of the last few intervals: where two
    /// scrape side by side, the short ones say nothing. Whom nobody scrapes, or only once, waits for nobody.
    /// </summary>
    /// <returns>Whether it came; <see langword="null"/> when none was waited for.</returns>
    public async Task<bool?> LastScrapeAsync(CancellationToken cancellationToken)
    {
        Task next;
        TimeSpan wait;
        lock (_lock)
        {
            if (_intervals.Count == 0)
            {
                return null;
            }

            _awaited = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _awaitedSince = _time.GetTimestamp();
            next = _awaited.Task;
            var longest = _intervals.Max();
            wait = (longest > ShortestInterval ? longest : ShortestInterval) * 2 - _time.GetElapsedTime(_last!.Value);
        }

        if (wait > TimeSpan.Zero)
        {
            await Task.WhenAny(next, Task.Delay(wait < LongestWait ? wait : LongestWait, _time, cancellationToken));
        }

        return next.IsCompleted;
    }
}
