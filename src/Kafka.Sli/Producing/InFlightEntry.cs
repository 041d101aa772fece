namespace Kafka.Sli.Producing;

/// <summary>A message in flight, linked into its producer's register without an object of its own.</summary>
internal abstract class InFlightEntry
{
    protected InFlightEntry(long start) => Start = start;

    /// <summary>When its clock began, on the monotonic clock.</summary>
    public long Start { get; }

    internal InFlightEntry? Older { get; set; }

    internal InFlightEntry? Newer { get; set; }

    internal bool IsListed { get; set; }
}
