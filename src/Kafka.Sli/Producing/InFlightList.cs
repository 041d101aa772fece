namespace Kafka.Sli.Producing;

/// <summary>Entries in the order of their starts. It has no lock of its own.</summary>
internal sealed class InFlightList
{
    private InFlightEntry? _newest;

    public InFlightEntry? Oldest { get; private set; }

    /// <summary>Starts arrive nearly in order: only threads that overtake each other walk a step or two.</summary>
    public void Add(InFlightEntry entry)
    {
        var older = _newest;
        while (older is not null && older.Start > entry.Start)
        {
            older = older.Older;
        }

        entry.Older = older;
        entry.Newer = older is null ? Oldest : older.Newer;
        Link(older, entry);
        Link(entry, entry.Newer);
    }

    public void Remove(InFlightEntry entry)
    {
        Link(entry.Older, entry.Newer);
        entry.Older = entry.Newer = null;
    }

    private void Link(InFlightEntry? older, InFlightEntry? newer)
    {
        if (older is null)
        {
            Oldest = newer;
        }
        else
        {
            older.Newer = newer;
        }

        if (newer is null)
        {
            _newest = older;
        }
        else
        {
            newer.Older = older;
        }
    }
}
