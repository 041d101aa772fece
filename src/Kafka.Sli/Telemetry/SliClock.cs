namespace Kafka.Sli.Telemetry;

/// <summary>Monotonic time inside the process, wall time between processes.</summary>
internal sealed class SliClock
{
    private readonly TimeProvider _time;
    private readonly double _secondsPerTick;

    public SliClock(TimeProvider time)
    {
        _time = time;
        _secondsPerTick = 1.0 / time.TimestampFrequency;
    }

    /// <summary>Units of <see cref="Now"/> in a second.</summary>
    public long Frequency => _time.TimestampFrequency;

    /// <summary>Monotonic; in units of the time provider's own frequency.</summary>
    public long Now => _time.GetTimestamp();

    public DateTimeOffset UtcNow => _time.GetUtcNow();

    public long UnixMicroseconds => (UtcNow - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    /// <summary>Never negative: an intended start may lie in the future.</summary>
    public double Seconds(long start, long end) => end <= start ? 0 : (end - start) * _secondsPerTick;

    public TimeSpan Elapsed(long start, long end) => _time.GetElapsedTime(start, end);

    /// <summary>The last moment that is not more than so many seconds after <paramref name="start"/>, or one a little before it; the last of all where it is too far.</summary>
    public long After(long start, double seconds)
    {
        var ticks = seconds / _secondsPerTick;
        return ticks < long.MaxValue / 2 ? start + (long)ticks : long.MaxValue;
    }

    /// <summary>The wall time at which it was <paramref name="start"/> o'clock on the monotonic clock.</summary>
    public long UnixMicrosecondsAt(long start) => UnixMicroseconds - (long)((Now - start) * _secondsPerTick * 1_000_000);
}
