namespace Kafka.Sli.Probe.Probing;

/// <summary>
/// The last so many stalls of this process. What is older is forgotten, and then forgives nothing any more: to keep more than there was would hide an outage.
/// </summary>
internal sealed class StallRecord
{
    /// <summary>Ten minutes of one stall every 75 ms.</summary>
    public const int DefaultCapacity = 8192;

    private readonly Lock _lock = new();

    /// <summary>A ring in the order of time, none over another.</summary>
    private readonly Stall[] _ring;
    private int _first;
    private int _count;
    private long _latestEnd = long.MinValue;
    private long _total;
    private long _longest;

    public StallRecord(int capacity = DefaultCapacity) => _ring = new Stall[capacity];

    /// <summary>All stalls ever, those that are forgotten too, in units of the timestamps.</summary>
    public long Total
    {
        get
        {
            lock (_lock)
            {
                return _total;
            }
        }
    }

    public long Longest
    {
        get
        {
            lock (_lock)
            {
                return _longest;
            }
        }
    }

    /// <summary>Adds one that does not begin before the last one. What touches or overlaps that goes on with it.</summary>
    public void Add(long start, long end)
    {
        lock (_lock)
        {
            var begun = Math.Max(start, _latestEnd);
            if (end <= begun)
            {
                return;
            }

            if (begun > _latestEnd)
            {
                Begin(begun);
            }

            ref var last = ref At(_count - 1);
            last.End = _latestEnd = end;
            _total += end - begun;
            _longest = Math.Max(_longest, end - last.Start);
        }
    }

    /// <summary>How much of a span was stalled, in units of the timestamps.</summary>
    /// <param name="since">Its beginning.</param>
    /// <param name="until">Its end.</param>
    /// <param name="openSince">When a stall began that has not ended; <see langword="null"/> when there is none. What of it has been added meanwhile counts once.</param>
    public long Overlap(long since, long until, long? openSince = null)
    {
        if (until <= since)
        {
            return 0;
        }

        lock (_lock)
        {
            var open = openSince is { } opened ? Math.Max(0, until - Math.Max(since, Math.Max(opened, _latestEnd))) : 0;
            return StalledBefore(until) - StalledBefore(since) + open;
        }
    }

    private void Begin(long start)
    {
        if (_count == _ring.Length)
        {
            _first = (_first + 1) % _ring.Length;
            _count--;
        }

        _count++;
        At(_count - 1) = new Stall { Start = start, End = start, Before = _total };
    }

    /// <summary>All that was stalled before a time, as far as it is remembered.</summary>
    private long StalledBefore(long time)
    {
        var begun = CountBegunBefore(time);
        if (begun == 0)
        {
            return _count == 0 ? _total : At(0).Before;
        }

        ref var last = ref At(begun - 1);
        return last.Before + Math.Min(time, last.End) - last.Start;
    }

    private int CountBegunBefore(long time)
    {
        var low = 0;
        for (var high = _count; low < high;)
        {
            var middle = (low + high) / 2;
            if (At(middle).Start < time)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    private ref Stall At(int index) => ref _ring[(_first + index) % _ring.Length];

    private struct Stall
    {
        public long Start;
        public long End;

        /// <summary>All that was stalled before it.</summary>
        public long Before;
    }
}
