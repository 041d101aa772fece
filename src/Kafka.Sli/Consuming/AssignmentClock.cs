using Kafka.Sli.Telemetry;

namespace Kafka.Sli.Consuming;

/// <summary>
/// The rebalances of one group member: from losing partitions, or just having subscribed, to being assigned. Gaining
/// partitions without having lost any is no wait.
/// </summary>
internal sealed class AssignmentClock
{
    private readonly Lock _lock = new();
    private readonly EventSeries _series;
    private readonly SliClock _clock;
    private bool _isMember;
    private long? _waitsSince;

    public AssignmentClock(EventSeries series, SliClock clock)
    {
        _series = series;
        _clock = clock;
    }

    public bool IsListenedTo => _series.IsListenedTo;

    public bool IsWaiting
    {
        get
        {
            lock (_lock)
            {
                return _waitsSince is not null;
            }
        }
    }

    /// <summary>Who changes its subscription has not lost anything yet.</summary>
    public void Subscribed(long start)
    {
        lock (_lock)
        {
            if (!_isMember)
            {
                _isMember = true;
                _waitsSince = start;
            }
        }
    }

    /// <summary>It had subscribed before we came.</summary>
    public void IsFoundSubscribed()
    {
        lock (_lock)
        {
            _isMember = true;
        }
    }

    /// <summary>Partitions are gone, revoked or lost.</summary>
    public void Lost()
    {
        lock (_lock)
        {
            if (_isMember)
            {
                _waitsSince ??= _clock.Now;
            }
        }
    }

    public void Assigned() => Settle(Ending.Ok, Standing.Timed);

    /// <summary>The application's own handler threw, and the client gave the partitions back.</summary>
    public void HandlerThrew(Exception exception) => Settle(Ending.Failed(exception.GetType().FullName!), Standing.Excluded);

    /// <summary>The application leaves the group; what it loses by that it does not wait for.</summary>
    public void Leaves()
    {
        lock (_lock)
        {
            _isMember = false;
        }

        Settle(Ending.Left, Standing.Excluded);
    }

    private void Settle(Ending ending, Standing standing)
    {
        long? since;
        lock (_lock)
        {
            (since, _waitsSince) = (_waitsSince, null);
        }

        if (since is { } start)
        {
            _series.Settle(_clock.Seconds(start, _clock.Now), ending, standing);
        }
    }
}
