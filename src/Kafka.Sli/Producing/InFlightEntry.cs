namespace Kafka.Sli.Producing;

/// <summary>A message in flight, linked into its producer's register without an object of its own.</summary>
internal abstract class InFlightEntry
{
    protected InFlightEntry(long start, bool isIntended)
    {
        Start = start;
        IsIntended = isIntended;
    }

    /// <summary>When its clock began, on the monotonic clock.</summary>
    public long Start { get; }

    /// <summary>Whether the application gave the start, rather than the call.</summary>
    public bool IsIntended { get; }

    internal InFlightEntry? Older { get; set; }

    internal InFlightEntry? Newer { get; set; }

    internal bool IsListed { get; set; }
}
