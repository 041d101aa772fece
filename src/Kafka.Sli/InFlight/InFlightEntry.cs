using Kafka.Sli.Telemetry;

namespace Kafka.Sli.InFlight;

/// <summary>One event that has begun and not ended, linked into its register without an object of its own.</summary>
internal abstract class InFlightEntry
{
    protected InFlightEntry(long start) => Start = start;

    /// <summary>When its clock began, on the monotonic clock.</summary>
    public long Start { get; }

    /// <summary>How many of its objectives have found it bad already, by rising threshold. Final once it is out of its register.</summary>
    public int Judged { get; private set; }

    /// <summary>Its verdicts have all fallen, by its deadlines.</summary>
    public bool IsLateForAll => Events.IsJudged && double.IsPositiveInfinity(Events.ThresholdAfter(Judged));

    /// <summary>Where it is counted.</summary>
    internal abstract EventSeries Events { get; }

    /// <summary>Where it is registered; <see langword="null"/> when it is not.</summary>
    internal InFlightSlice? Slice { get; set; }

    internal InFlightEntry? Previous { get; set; }

    internal InFlightEntry? Next { get; set; }

    /// <summary>When it will be late for the next of its objectives, on the monotonic clock.</summary>
    internal long Deadline(SliClock clock) => clock.After(Start, Events.ThresholdAfter(Judged));

    /// <summary>Counts it for each objective whose deadline has passed.</summary>
    /// <returns>Its next deadline.</returns>
    internal long CountIfLate(long now, SliClock clock)
    {
        Judged = Events.CountIfLate(Judged, clock.Seconds(Start, now));
        return Deadline(clock);
    }
}
