namespace Kafka.Sli.Telemetry;

/// <summary>Monotonic time inside the process, wall time between processes.</summary>
internal sealed class SliClock
{
    private const int MostLooks = 5;

    /// <summary>Looks that take longer than a 100,000th of a second were interrupted.</summary>
    private const int PromptPerSecond = 100_000;

    private readonly TimeProvider _time;
    private readonly double _secondsPerTick;
    private readonly double _microsecondsPerTick;
    private volatile Anchor? _anchor;

    public SliClock(TimeProvider time)
    {
        _time = time;
        Frequency = time.TimestampFrequency;
        _secondsPerTick = 1.0 / Frequency;
        _microsecondsPerTick = 1e6 / Frequency;
    }

    /// <summary>Units of <see cref="Now"/> in a second.</summary>
    public long Frequency { get; }

    /// <summary>Monotonic; in units of the time provider's own frequency.</summary>
    public long Now => _time.GetTimestamp();

    public DateTimeOffset UtcNow => _time.GetUtcNow();

    /// <summary>Wall time, as <see cref="UnixMicrosecondsAt"/> tells it.</summary>
    public long UnixMicroseconds => UnixMicrosecondsAt(Now);

    /// <summary>Never negative: an intended start may lie in the future.</summary>
    public double Seconds(long start, long end) => end <= start ? 0 : (end - start) * _secondsPerTick;

    public TimeSpan Elapsed(long start, long end) => _time.GetElapsedTime(start, end);

    /// <summary>The last moment that is not more than so many seconds after <paramref name="start"/>, or one a little before it; the last of all where it is too far.</summary>
    public long After(long start, double seconds)
    {
        var ticks = seconds * Frequency;
        return ticks < long.MaxValue / 2 ? start + (long)ticks : long.MaxValue;
    }

    /// <summary>
    /// The wall time at which it was <paramref name="start"/> o'clock on the monotonic clock. One reading of both clocks serves for a second: each costs as
    /// much as a third of all else that a message costs. A wall clock that is set is so followed within a second.
    /// </summary>
    public long UnixMicrosecondsAt(long start)
    {
        var anchor = _anchor;
        if (anchor is null || start - anchor.At > Frequency || anchor.At - start > Frequency)
        {
            _anchor = anchor = Look();
        }

        return anchor.UnixMicroseconds + (long)((start - anchor.At) * _microsecondsPerTick);
    }

    /// <summary>
    /// Looks at the wall clock between two looks at the monotonic one. A thread that had to wait for its turn in between looks again: a whole second's
    /// messages would be dated wrong by that wait.
    /// </summary>
    private Anchor Look()
    {
        Anchor? best = null;
        var within = long.MaxValue;
        for (var looks = 0; looks < MostLooks && within > Frequency / PromptPerSecond; looks++)
        {
            var before = Now;
            var wall = UtcNow;
            var took = Now - before;
            if (took < within)
            {
                within = took;
                best = new Anchor(before + (took / 2), (wall - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond);
            }
        }

        return best!;
    }

    /// <summary>One moment on both clocks.</summary>
    private sealed record Anchor(long At, long UnixMicroseconds);
}
