using Kafka.Sli.Telemetry;

namespace Kafka.Sli.InFlight;

/// <summary>One event that has begun and not ended, linked into its register without an object of its own.</summary>
internal abstract class InFlightEntry
{
    /// <summary>When its clock began, on the monotonic clock.</summary>
    public long Start { get; private set; }

    /// <summary>How many of its objectives have found it bad already, by rising threshold. Final once it is out of its register.</summary>
    public int Judged { get; private set; }

    /// <summary>Whether it is judged, and all its deadlines have passed.</summary>
    /// <param name="now">The time, on the monotonic clock.</param>
    /// <param name="clock">That clock.</param>
    /// <param name="stalled">How many seconds since its start this process itself stood still.</param>
    public bool IsLateForAll(long now, SliClock clock, double stalled) => clock.Seconds(Start, now) - stalled > Events.LongestThreshold;

    /// <summary>Where it is counted.</summary>
    internal abstract EventSeries Events { get; }

    /// <summary>Where it is registered; <see langword="null"/> when it is not.</summary>
    internal InFlightSlice? Slice { get; set; }

    internal InFlightEntry? Previous { get; set; }

    internal InFlightEntry? Next { get; set; }

    /// <summary>Starts its clock, while it is in no register.</summary>
    protected void Begin(long start) => (Start, Judged) = (start, 0);

    /// <summary>When it will be late for the next of its objectives, on the monotonic clock.</summary>
    internal long Deadline(SliClock clock, double stalled = 0) => Events.IsJudged ? clock.After(Start, Events.ThresholdAfter(Judged) + stalled) : long.MaxValue;

    /// <summary>Counts it for each objective whose deadline has passed.</summary>
    /// <param name="now">The time, on the monotonic clock.</param>
    /// <param name="clock">That clock.</param>
    /// <param name="stalled">How many seconds since its start this process itself stood still, or a little more.</param>
    /// <returns>Its next deadline.</returns>
    internal long CountIfLate(long now, SliClock clock, double stalled)
    {
        Judged = Events.CountIfLate(Judged, clock.Seconds(Start, now) - stalled);
        return Deadline(clock, stalled);
    }
}
