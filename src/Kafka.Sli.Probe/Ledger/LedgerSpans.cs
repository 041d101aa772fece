namespace Kafka.Sli.Probe.Ledger;

/// <summary>The times that the ledger goes by, all of them in the log's own time.</summary>
/// <param name="Settling">A stream that has not written for so long is dead: whatever it had in flight has ended, one way or the other.</param>
internal sealed record LedgerSpans(TimeSpan Settling)
{
    /// <summary>By how much the clocks of two instances, and the intended time of a message and its being sent, may differ.</summary>
    public static readonly TimeSpan Skew = TimeSpan.FromSeconds(30);

    /// <summary>A dead stream may come back to life: what is known of it is kept for so long.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromDays(1);

    /// <summary>How far before the committed offset a reader has to begin, so that it knows of all streams what a reader from the beginning would know.</summary>
    public TimeSpan LookBack => 2 * Settling;

    /// <param name="longestSend">After this the client itself gives a message up.</param>
    /// <param name="interval">From one message of a stream to its next one in the same partition.</param>
    public static LedgerSpans For(TimeSpan longestSend, TimeSpan interval) => new(longestSend + (2 * interval) + Skew);
}
