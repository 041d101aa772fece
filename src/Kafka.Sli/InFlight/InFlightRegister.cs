using System.Numerics;
using Kafka.Sli.Telemetry;

namespace Kafka.Sli.InFlight;

/// <summary>
/// What one client has in flight, by slices of the time at which it began. Whoever takes an entry out settles it, so that a delivery
/// report and a disposal that meet count it once. A sweep costs what began in the slices that fall due, however much is in flight.
/// </summary>
internal sealed class InFlightRegister : IInFlight, IHasDeadlines
{
    private const int SlicesPerSecond = 20;

    private readonly SliClock _clock;
    private readonly OwnStalls? _stalls;
    private readonly Lock _lock = new();
    private readonly Dictionary<long, InFlightSlice> _slices = [];
    private readonly List<(long Number, InFlightSlice Slice)> _due = [];
    private readonly int _shift;
    private volatile InFlightSlice _current = new();
    private InFlightSlice? _spare;

    /// <param name="clock">The clock.</param>
    /// <param name="stalls">Asked of what is late; <see langword="null"/> where nobody records them.</param>
    public InFlightRegister(SliClock clock, OwnStalls? stalls = null)
    {
        _clock = clock;
        _stalls = stalls;
        _shift = BitOperations.Log2((ulong)Math.Max(1, clock.Frequency / SlicesPerSecond));
    }

    public long Count
    {
        get
        {
            lock (_lock)
            {
                return _slices.Values.Sum(s => s.Count);
            }
        }
    }

    public long? OldestStart
    {
        get
        {
            InFlightSlice[] slices;
            lock (_lock)
            {
                slices = [.. _slices.OrderBy(s => s.Key).Select(s => s.Value)];
            }

            return slices.Select(s => s.OldestStart()).FirstOrDefault(start => start is not null);
        }
    }

    /// <summary>What is in flight at one time or another while it is copied.</summary>
    public IReadOnlyList<InFlightEntry> Entries
    {
        get
        {
            var entries = new List<InFlightEntry>();
            lock (_lock)
            {
                foreach (var slice in _slices.Values)
                {
                    slice.CopyTo(entries);
                }
            }

            return entries;
        }
    }

    public void Add(InFlightEntry entry)
    {
        var number = entry.Start >> _shift;
        var deadline = entry.Deadline(_clock);
        var slice = _current;
        while (!slice.TryAdd(number, entry, deadline))
        {
            slice = Find(number);
        }
    }

    /// <returns><see langword="false"/> when somebody else had taken it out already.</returns>
    public bool TryRemove(InFlightEntry entry)
    {
        var slice = entry.Slice;
        if (slice is null || !slice.TryRemove(entry, out var isEmpty))
        {
            return false;
        }

        if (isEmpty && slice != _current)
        {
            lock (_lock)
            {
                CloseIfLeft(slice);
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public void Sweep(long now)
    {
        lock (_lock)
        {
            foreach (var (number, slice) in _slices)
            {
                if (slice.NextDeadline <= now)
                {
                    _due.Add((number, slice));
                }
            }
        }

        foreach (var (number, slice) in _due)
        {
            slice.Sweep(now, _clock, StalledSince(number, now));
        }

        _due.Clear();
    }

    /// <summary>
    /// Asked once for all that began within the slice, and with no lock held, for the record is the application's. What began after a stall within the
    /// slice is so counted later than it could be, by that stall at most; when it ends before, its own time is looked at.
    /// </summary>
    private double StalledSince(long number, long now) => _stalls?.SecondsBetween(number << _shift, now) ?? 0;

    private InFlightSlice Find(long number)
    {
        lock (_lock)
        {
            if (!_slices.TryGetValue(number, out var slice))
            {
                slice = _spare ?? new InFlightSlice();
                _spare = null;
                slice.Open(number);
                _slices.Add(number, slice);
            }

            var left = _current;
            _current = slice;
            CloseIfLeft(left);
            return slice;
        }
    }

    /// <summary>An empty slice goes, unless it is the one that is being filled.</summary>
    private void CloseIfLeft(InFlightSlice slice)
    {
        if (slice != _current && slice.CloseIfEmpty() is { } number)
        {
            _slices.Remove(number);
            _spare = slice;
        }
    }
}
