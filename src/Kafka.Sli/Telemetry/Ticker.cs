namespace Kafka.Sli.Telemetry;

/// <summary>
/// Calls back again and again, one call at a time. With the system's clock on a thread of its own: an outage is just when an application's
/// blocked calls starve the thread pool, and its timers with it. With any other clock by that clock's timer, so that a test owns the time.
/// </summary>
internal sealed class Ticker : IDisposable
{
    private const int StackBytes = 256 * 1024;

    private readonly object _gate = new();
    private readonly Action _tick;
    private readonly TimeSpan _period;
    private readonly ITimer? _timer;
    private bool _isStopped;

    public Ticker(TimeProvider time, TimeSpan period, Action tick)
    {
        (_tick, _period) = (tick, period);
        if (ReferenceEquals(time, TimeProvider.System))
        {
            new Thread(Run, StackBytes) { IsBackground = true, Name = "Kafka.Sli" }.UnsafeStart();
        }
        else
        {
            _timer = time.CreateTimer(static ticker => ((Ticker)ticker!).TickAndRearm(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            Rearm();
        }
    }

    /// <summary>A call under way goes on to its end.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isStopped = true;
            Monitor.PulseAll(_gate);
        }

        _timer?.Dispose();
    }

    private void Run()
    {
        while (Waits())
        {
            _tick();
        }
    }

    private bool Waits()
    {
        lock (_gate)
        {
            if (!_isStopped)
            {
                Monitor.Wait(_gate, _period);
            }

            return !_isStopped;
        }
    }

    private void TickAndRearm()
    {
        _tick();
        Rearm();
    }

    private void Rearm() => _timer?.Change(_period, Timeout.InfiniteTimeSpan);
}
