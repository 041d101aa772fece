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
    private bool _isUncertain;
    private int _memberships;

    public AssignmentClock(EventSeries series, SliClock clock)
    {
        _series = series;
        _clock = clock;
    }

    public bool IsListenedTo => _series.IsListenedTo;

    /// <summary>How often it has subscribed anew: what it had been assigned before is gone.</summary>
    public int Memberships
    {
        get
        {
            lock (_lock)
            {
                return _memberships;
            }
        }
    }

    /// <summary>Who changes its subscription has not lost anything yet.</summary>
    /// <returns>Whether it has joined by that.</returns>
    public bool Subscribed(long start)
    {
        lock (_lock)
        {
            if (_isMember)
            {
                return false;
            }

            _isMember = true;
            _memberships++;
            (_waitsSince, _isUncertain) = (start, false);
            return true;
        }
    }

    /// <summary>It had subscribed before we came.</summary>
    public void IsFoundSubscribed()
    {
        lock (_lock)
        {
            _isMember = true;
        }

        // Its first wait was before that.
        _ = _series.At(_clock.Now);
    }

    /// <summary>Partitions are gone, revoked or lost.</summary>
    /// <param name="isUncertain">It was noticed late, nobody knows how late.</param>
    /// <param name="at">When; <see langword="null"/> for now.</param>
    public void Lost(bool isUncertain = false, long? at = null)
    {
        lock (_lock)
        {
            if (_isMember && _waitsSince is null)
            {
                (_waitsSince, _isUncertain) = (at ?? _clock.Now, isUncertain);
            }
        }
    }

    /// <param name="isUncertain">It was noticed late, nobody knows how late.</param>
    /// <param name="at">When; <see langword="null"/> for now.</param>
    public void Assigned(bool isUncertain = false, long? at = null) => Settle(Ending.Ok, Standing.Timed, isUncertain, at);

    /// <summary>The application's own handler threw, and the client gave the partitions back.</summary>
    public void HandlerThrew(Exception exception) => Settle(Ending.Failed(exception.GetType().FullName!), Standing.Excluded);

    /// <summary>The application leaves the group; what it loses by that it does not wait for.</summary>
    /// <param name="at">When; <see langword="null"/> for now.</param>
    public void Leaves(long? at = null)
    {
        lock (_lock)
        {
            _isMember = false;
        }

        Settle(Ending.Left, Standing.Excluded, at: at);
    }

    private void Settle(Ending ending, Standing standing, bool isUncertain = false, long? at = null)
    {
        long? since;
        lock (_lock)
        {
            (since, _waitsSince) = (_waitsSince, null);
            isUncertain |= _isUncertain;
        }

        if (since is not { } start)
        {
            return;
        }

        var now = at ?? _clock.Now;
        var series = _series.At(start);
        if (isUncertain)
        {
            series.Settle(now, seconds: null, Ending.Unobserved, Standing.Excluded);
        }
        else
        {
            series.Settle(now, _clock.Seconds(start, now), ending, standing);
        }
    }
}
