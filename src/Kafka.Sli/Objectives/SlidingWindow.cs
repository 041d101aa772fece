namespace Kafka.Sli.Objectives;

/// <summary>
/// Events of the last so many minutes, hours or days, in buckets of a 120th of them. It keeps what the running totals were when each
/// bucket began, so that counting an event costs nothing here. The window ends now and begins with a bucket: it is never
/// shorter than it says, and at most one bucket longer.
/// </summary>
internal sealed class SlidingWindow
{
    public const int Buckets = 120;

    private readonly long _bucketTicks;
    private readonly EventTotals[] _atStartOf = new EventTotals[Buckets + 1];
    private EventTotals _restored;
    private long _bucket;

    public SlidingWindow(TimeSpan length)
    {
        Length = length;
        _bucketTicks = Math.Max(1, length.Ticks / Buckets);
    }

    public TimeSpan Length { get; }

    /// <summary>When the next bucket begins, on the budgets' own time line.</summary>
    public TimeSpan NextBucket => TimeSpan.FromTicks((_bucket + 1) * _bucketTicks);

    /// <summary>To be called before an event of a later bucket is counted.</summary>
    /// <param name="elapsed">The time, on the budgets' own time line.</param>
    /// <param name="totals">The running totals.</param>
    public void MoveTo(TimeSpan elapsed, EventTotals totals)
    {
        var bucket = elapsed.Ticks / _bucketTicks;
        for (var begun = Math.Max(_bucket + 1, bucket - Buckets); begun <= bucket; begun++)
        {
            AtStartOf(begun) = totals + _restored;
        }

        _bucket = Math.Max(_bucket, bucket);
    }

    /// <param name="totals">The running totals.</param>
    public EventTotals Sum(EventTotals totals) => totals + _restored - AtStartOf(_bucket - Buckets);

    /// <summary>The events of each bucket, the oldest first.</summary>
    /// <param name="totals">The running totals.</param>
    public EventTotals[] ByBucket(EventTotals totals)
    {
        var byBucket = new EventTotals[Buckets + 1];
        for (var i = 0; i <= Buckets; i++)
        {
            var end = i == Buckets ? totals + _restored : AtStartOf(_bucket - Buckets + i + 1);
            byBucket[i] = end - AtStartOf(_bucket - Buckets + i);
        }

        return byBucket;
    }

    /// <summary>Takes up what a window, not necessarily of the same length, knew at the end of an earlier life.</summary>
    /// <param name="elapsed">That end, on the time line that goes on.</param>
    /// <param name="length">That window's length.</param>
    /// <param name="byBucket">What it knew, the oldest bucket first.</param>
    public void Restore(TimeSpan elapsed, TimeSpan length, IReadOnlyList<EventTotals> byBucket)
    {
        var theirs = new SlidingWindow(length);
        var newest = elapsed.Ticks / theirs._bucketTicks;
        _bucket = elapsed.Ticks / _bucketTicks;
        for (var begun = _bucket - Buckets; begun <= _bucket; begun++)
        {
            AtStartOf(begun) = _restored;
            for (var i = 0; i < byBucket.Count; i++)
            {
                var began = (newest - (byBucket.Count - 1 - i)) * theirs._bucketTicks;
                if (FloorOf(began) == begun)
                {
                    _restored += byBucket[i];
                }
            }
        }
    }

    private long FloorOf(long ticks) => Math.DivRem(ticks, _bucketTicks) is var (bucket, rest) && rest < 0 ? bucket - 1 : bucket;

    private ref EventTotals AtStartOf(long bucket) => ref _atStartOf[((bucket % (Buckets + 1)) + Buckets + 1) % (Buckets + 1)];
}
