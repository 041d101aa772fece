using Kafka.Sli.Telemetry;

namespace Kafka.Sli.InFlight;

/// <summary>
/// What began within one slice of time. A settling, an addition and a sweep meet here only when they are about messages
/// of the same few milliseconds, and a sweep passes over a slice in which nothing has fallen due.
/// </summary>
internal sealed class InFlightSlice
{
    /// <summary>What a sweep looks at before it lets others in: about a microsecond of work.</summary>
    private const int Stride = 128;

    private const int Pause = 20;

    private const long Closed = long.MinValue;

    /// <summary>Held for some ten nanoseconds: less than it takes to put a thread to sleep.</summary>
    private SpinLock _lock = new(enableThreadOwnerTracking: false);
    private InFlightEntry? _first;
    private InFlightEntry? _last;
    private InFlightEntry? _swept;
    private long _number = Closed;
    private long _count;
    private long _nextDeadline = long.MaxValue;

    public long Count => Volatile.Read(ref _count);

    /// <summary>Before it nothing in here is late for any further objective.</summary>
    public long NextDeadline => Volatile.Read(ref _nextDeadline);

    public void Open(long number)
    {
        var isHeld = false;
        try
        {
            _lock.Enter(ref isHeld);
            (_number, _nextDeadline) = (number, long.MaxValue);
        }
        finally
        {
            Leave(isHeld);
        }
    }

    /// <returns>Its number, when it is empty: from now on it takes no more.</returns>
    public long? CloseIfEmpty()
    {
        var isHeld = false;
        try
        {
            _lock.Enter(ref isHeld);
            if (_count > 0)
            {
                return null;
            }

            var number = _number;
            _number = Closed;
            return number == Closed ? null : number;
        }
        finally
        {
            Leave(isHeld);
        }
    }

    /// <returns><see langword="false"/> when this is not, or no longer, the slice of that number.</returns>
    public bool TryAdd(long number, InFlightEntry entry, long deadline)
    {
        var isHeld = false;
        try
        {
            _lock.Enter(ref isHeld);
            if (_number != number)
            {
                return false;
            }

            (entry.Slice, entry.Previous) = (this, _last);
            if (_last is null)
            {
                _first = entry;
            }
            else
            {
                _last.Next = entry;
            }

            _last = entry;
            _count++;
            _nextDeadline = Math.Min(_nextDeadline, deadline);
            return true;
        }
        finally
        {
            Leave(isHeld);
        }
    }

    /// <returns><see langword="false"/> when somebody else had taken it out already.</returns>
    public bool TryRemove(InFlightEntry entry, out bool isEmpty)
    {
        var isHeld = false;
        try
        {
            _lock.Enter(ref isHeld);
            if (entry.Slice != this)
            {
                isEmpty = false;
                return false;
            }

            if (_swept == entry)
            {
                _swept = entry.Next;
            }

            Unlink(entry);
            isEmpty = --_count == 0;
            return true;
        }
        finally
        {
            Leave(isHeld);
        }
    }

    /// <summary>Counts what is late by now. One sweep at a time.</summary>
    /// <param name="now">The time, on the monotonic clock.</param>
    /// <param name="clock">That clock.</param>
    /// <param name="stalled">How many seconds since this slice began this process itself stood still.</param>
    public void Sweep(long now, SliClock clock, double stalled)
    {
        var isHeld = false;
        try
        {
            _lock.Enter(ref isHeld);
            (_swept, _nextDeadline) = (_first, long.MaxValue);
        }
        finally
        {
            Leave(isHeld);
        }

        while (SweepStride(now, clock, stalled))
        {
            // A lock that is taken again at once is never let go, for those that wait for it.
            Thread.SpinWait(Pause);
        }
    }

    public long? OldestStart()
    {
        var isHeld = false;
        try
        {
            _lock.Enter(ref isHeld);
            long? oldest = null;
            for (var entry = _first; entry is not null; entry = entry.Next)
            {
                oldest = Math.Min(oldest ?? long.MaxValue, entry.Start);
            }

            return oldest;
        }
        finally
        {
            Leave(isHeld);
        }
    }

    public void CopyTo(List<InFlightEntry> entries)
    {
        var isHeld = false;
        try
        {
            _lock.Enter(ref isHeld);
            for (var entry = _first; entry is not null; entry = entry.Next)
            {
                entries.Add(entry);
            }
        }
        finally
        {
            Leave(isHeld);
        }
    }

    /// <returns>Whether there is more to look at.</returns>
    private bool SweepStride(long now, SliClock clock, double stalled)
    {
        var isHeld = false;
        try
        {
            _lock.Enter(ref isHeld);
            for (var i = 0; i < Stride && _swept is not null; i++)
            {
                _nextDeadline = Math.Min(_nextDeadline, _swept.CountIfLate(now, clock, stalled));
                _swept = _swept.Next;
            }

            return _swept is not null;
        }
        finally
        {
            Leave(isHeld);
        }
    }

    private void Leave(bool isHeld)
    {
        if (isHeld)
        {
            _lock.Exit(useMemoryBarrier: false);
        }
    }

    private void Unlink(InFlightEntry entry)
    {
        if (entry.Previous is null)
        {
            _first = entry.Next;
        }
        else
        {
            entry.Previous.Next = entry.Next;
        }

        if (entry.Next is null)
        {
            _last = entry.Previous;
        }
        else
        {
            entry.Next.Previous = entry.Previous;
        }

        entry.Slice = null;
        entry.Previous = entry.Next = null;
    }
}
