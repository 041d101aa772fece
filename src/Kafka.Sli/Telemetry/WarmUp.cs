using System.Diagnostics.Metrics;
using Kafka.Sli.Objectives;

namespace Kafka.Sli.Telemetry;

/// <summary>The first time of one client's events of one indicator: it begins with the first of them. They are told apart, and no objective covers them.</summary>
internal sealed class WarmUp
{
    private const long NotBegun = long.MinValue;

    private readonly SliClock _clock;
    private readonly double _seconds;
    private readonly string _indicator;
    private long _end = NotBegun;

    public WarmUp(SliClock clock, TimeSpan length, ServiceLevelIndicator indicator, Histogram<double> duration)
    {
        (_clock, _seconds, _indicator) = (clock, length.TotalSeconds, IndicatorNames.Of(indicator));
        Duration = duration;
    }

    /// <summary>Where their latencies are recorded.</summary>
    public Histogram<double> Duration { get; }

    /// <summary>With which attributes.</summary>
    /// <param name="usual">Those of the events after it.</param>
    public EventTags TagsOf(EventTags usual) => usual.And(SliAttributes.Indicator, _indicator);

    /// <summary>Whether an event that began then belongs to it. The first one that is asked for begins it.</summary>
    /// <param name="start">On the monotonic clock.</param>
    public bool Covers(long start)
    {
        var end = Volatile.Read(ref _end);
        if (end == NotBegun)
        {
            var own = _clock.After(start, _seconds);
            end = Interlocked.CompareExchange(ref _end, own, NotBegun);
            end = end == NotBegun ? own : end;
        }

        return start < end;
    }
}
