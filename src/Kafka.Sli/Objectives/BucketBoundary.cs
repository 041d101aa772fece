namespace Kafka.Sli.Objectives;

/// <summary>
/// The moment at which the next bucket of any window begins, on the monotonic clock. Whoever counts an event looks at it first, so that what is counted
/// after it is never taken for what came before it, however late the clock's own ticks are.
/// </summary>
internal sealed class BucketBoundary
{
    private readonly Action<long> _cross;
    private long _next = long.MaxValue;

    /// <param name="cross">Closes the buckets that end by a time, and says when the next one does by <see cref="Next"/>.</param>
    public BucketBoundary(Action<long> cross) => _cross = cross;

    /// <summary>For what nothing is counted in.</summary>
    public static BucketBoundary None { get; } = new(static _ => { });

    public long Next
    {
        set => Volatile.Write(ref _next, value);
    }

    /// <summary>An event is about to be counted.</summary>
    public void Before(long now)
    {
        if (now >= Volatile.Read(ref _next))
        {
            _cross(now);
        }
    }
}
