using Kafka.Sli.Telemetry;

namespace Kafka.Sli.Producing;

/// <summary>One transaction, or one initialisation, on a clock that runs while the application is inside one of its calls.</summary>
internal sealed class TransactionWait
{
    private readonly EventSeries _series;
    private readonly SliClock _clock;
    private double _seconds;
    private double _stalled;
    private long? _insideSince;
    private int _judged;

    public TransactionWait(EventSeries series, SliClock clock) => (_series, _clock) = (series, clock);

    /// <summary>The last call ended in an error that asks for it to be made again, and it was not.</summary>
    public bool IsUnanswered { get; private set; }

    public void Enters(long now) => _insideSince = now;

    public void Leaves(bool isUnanswered)
    {
        var now = _clock.Now;
        (_seconds, _stalled) = (SecondsUntil(now), StalledUntil(now));
        (_insideSince, IsUnanswered) = (null, isUnanswered);
    }

    /// <summary>Its deadline passes only while the application waits; what has passed it stays late.</summary>
    public void CountIfLate(long now)
    {
        var seconds = SecondsUntil(now);
        if (seconds > _series.ThresholdAfter(_judged))
        {
            _judged = _series.CountIfLate(_judged, seconds - StalledUntil(now));
        }
    }

    public void Settle(Ending ending, Standing standing)
    {
        var now = _clock.Now;
        _series.Settle(now, SecondsUntil(now), ending, standing, _judged, StalledUntil(now));
    }

    public void Fail(Exception exception) =>
        Settle(TransactionEnd.Failed(exception), TransactionEnd.IsMisuse(exception) ? Standing.Excluded : Standing.Bad);

    private double SecondsUntil(long now) => _seconds + SecondsInside(now);

    /// <summary>What this process itself stood still inside of the calls. In between it is no wait anyway.</summary>
    private double StalledUntil(long now) => _stalled + _series.StalledOf(SecondsInside(now), now);

    private double SecondsInside(long now) => _insideSince is { } since ? _clock.Seconds(since, now) : 0;
}
