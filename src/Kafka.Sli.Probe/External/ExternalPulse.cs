namespace Kafka.Sli.Probe.External;

/// <summary>Whether an external client still says that it is there. What it says is heard on one thread, and asked for each second on another.</summary>
internal sealed class ExternalPulse
{
    /// <summary>A probe whose second took longer has stood still itself, and has not heard what was said.</summary>
    private static readonly TimeSpan LongestSecond = TimeSpan.FromSeconds(5);

    private readonly TimeProvider _time;
    private long _heardAt;
    private long _askedAt;
    private long _awakeSince;

    public ExternalPulse(TimeProvider time) => (_time, _heardAt, _askedAt, _awakeSince) = (time, time.GetTimestamp(), time.GetTimestamp(), time.GetTimestamp());

    public static TimeSpan LongestSilence { get; } = TimeSpan.FromSeconds(30);

    /// <param name="at">Until when it vouches for itself.</param>
    public void Heard(long at) => Interlocked.Exchange(ref _heardAt, at);

    /// <summary>Asked each second.</summary>
    public bool HasStopped()
    {
        var (now, before) = (_time.GetTimestamp(), _askedAt);
        _askedAt = now;
        if (_time.GetElapsedTime(before, now) > LongestSecond)
        {
            _awakeSince = now;
        }

        return _time.GetElapsedTime(Math.Max(Interlocked.Read(ref _heardAt), _awakeSince), now) > LongestSilence;
    }
}
