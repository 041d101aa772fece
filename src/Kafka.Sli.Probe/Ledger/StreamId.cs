namespace Kafka.Sli.Probe.Ledger;

/// <summary>One start of one instance.</summary>
/// <param name="Instance">Its name.</param>
/// <param name="Start">When it started, in microseconds since 1970 by its own clock.</param>
internal readonly record struct StreamId(string Instance, long Start)
{
    /// <summary>So many bytes of UTF-8 at most.</summary>
    public const int MaxNameLength = 64;
}
