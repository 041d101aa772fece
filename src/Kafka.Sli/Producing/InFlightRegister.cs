using Kafka.Sli.Telemetry;

namespace Kafka.Sli.Producing;

/// <summary>
/// What one producer has in flight, ordered by start. Whoever takes an entry out settles it, so that
/// a delivery report and a disposal that meet count it once.
/// </summary>
internal sealed class InFlightRegister : IInFlight
{
    private readonly Lock _lock = new();
    private InFlightEntry? _oldest;
    private InFlightEntry? _newest;
    private long _count;

    public long Count => Interlocked.Read(ref _count);

    public long? OldestStart
    {
        get
        {
            lock (_lock)
            {
                return _oldest?.Start;
            }
        }
    }

    public void Add(InFlightEntry entry)
    {
        lock (_lock)
        {
            // Starts arrive nearly in order: only threads that overtake each other walk a step or two.
            var older = _newest;
            while (older is not null && older.Start > entry.Start)
            {
                older = older.Older;
            }

            entry.Older = older;
            entry.Newer = older is null ? _oldest : older.Newer;
            Link(entry.Older, entry, entry.Newer);
            entry.IsListed = true;
            _count++;
        }
    }

    /// <returns><see langword="false"/> when somebody else had taken it out already.</returns>
    public bool TryRemove(InFlightEntry entry)
    {
        lock (_lock)
        {
            if (!entry.IsListed)
            {
                return false;
            }

            if (entry.Older is null)
            {
                _oldest = entry.Newer;
            }
            else
            {
                entry.Older.Newer = entry.Newer;
            }

            if (entry.Newer is null)
            {
                _newest = entry.Older;
            }
            else
            {
                entry.Newer.Older = entry.Older;
            }

            entry.Older = entry.Newer = null;
            entry.IsListed = false;
            _count--;
            return true;
        }
    }

    /// <summary>Any entry, for emptying the register.</summary>
    public InFlightEntry? Oldest()
    {
        lock (_lock)
        {
            return _oldest;
        }
    }

    private void Link(InFlightEntry? older, InFlightEntry entry, InFlightEntry? newer)
    {
        if (older is null)
        {
            _oldest = entry;
        }
        else
        {
            older.Newer = entry;
        }

        if (newer is null)
        {
            _newest = entry;
        }
        else
        {
            newer.Older = entry;
        }
    }
}
