namespace Kafka.Sli.Probe.Board;

/// <summary>Knows whether somebody scrapes, and how often, so that the probe can wait for the scrape that sees its last events.</summary>
internal sealed class ScrapeWatch
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(60);

    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long? _last;
    private TimeSpan? _interval;

    public ScrapeWatch(TimeProvider time) => _time = time;

    public void Scraped()
    {
        lock (_lock)
        {
            var now = _time.GetTimestamp();
            _interval = _last is { } last ? _time.GetElapsedTime(last, now) : null;
            _last = now;
            _next.TrySetResult();
            _next = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>
    /// Waits for a scrape that begins after this call, for as long as the last two were apart and half as much again.
    /// Whom nobody scrapes, or only once, waits for nobody.
    /// </summary>
    public async Task LastScrapeAsync(CancellationToken cancellationToken)
    {
        Task next;
        TimeSpan wait;
        lock (_lock)
        {
            if (_interval is not { } interval || _last is not { } last)
            {
                return;
            }

            next = _next.Task;
            wait = interval * 1.5 - _time.GetElapsedTime(last);
        }

        if (wait > TimeSpan.Zero)
        {
            await Task.WhenAny(next, Task.Delay(wait < LongestWait ? wait : LongestWait, _time, cancellationToken));
        }
    }
}
