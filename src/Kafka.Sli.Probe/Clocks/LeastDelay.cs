namespace Kafka.Sli.Probe.Clocks;

/// <summary>
/// The least delay of the last 5 to 10 s, of one direction. Not of ever: after a clock was stepped, what came before it is wrong, and only time sorts it out.
/// </summary>
/// <remarks>
/// Two halves that take turns cost two samples instead of a queue of them. They turn with the samples and not with the time: where messages are rare, an old sample with its drift still
/// says more than none.
/// </remarks>
internal sealed class LeastDelay
{
    public const long HalfWindow = 5_000_000;

    private DelaySample? _previous;
    private DelaySample? _current;
    private long _half = long.MinValue;

    public void Add(DelaySample sample)
    {
        var half = (long)Math.Floor((double)sample.At / HalfWindow);
        if (half > _half)
        {
            _previous = half - 1 == _half ? _current : null;
            _current = null;
            _half = half;
        }

        if (half == _half)
        {
            _current = Lesser(_current, sample);
        }
        else if (half == _half - 1)
        {
            _previous = Lesser(_previous, sample);
        }
    }

    public void Clear() => (_previous, _current) = (null, null);

    /// <summary>The one that says most now; <see langword="null"/> when there is none from the last so many microseconds.</summary>
    public DelaySample? Best(long now, long memory) =>
        (_current is { } current ? Lesser(_previous, current) : _previous) is { } best && now - best.At <= memory ? best : null;

    /// <summary>Compared at one time: a delay that was a bit shorter long ago bounds less than one of just now.</summary>
    private static DelaySample Lesser(DelaySample? one, DelaySample other) =>
        one is { } first && Math.Max(first.At, other.At) is var now && first.LeadAt(now) < other.LeadAt(now) ? first : other;
}
