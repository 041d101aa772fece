namespace Kafka.Sli.Probe.Ledger;

/// <summary>The times that the ledger goes by, all of them in the log's own time. For any thread.</summary>
internal sealed class LedgerSpans
{
    /// <summary>By how much the clocks of two instances, and the intended time of a message and its being sent, may differ.</summary>
    public static readonly TimeSpan Skew = TimeSpan.FromSeconds(30);

    /// <summary>A dead stream may come back to life: what is known of it is kept for so long.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromDays(1);

    private long _settling;

    /// <param name="settling">A stream that has not written for so long is dead: whatever it had in flight has ended, one way or the other.</param>
    public LedgerSpans(TimeSpan settling) => _settling = settling.Ticks;

    /// <summary>A stream that has not written for so long is dead: whatever it had in flight has ended, one way or the other.</summary>
    public TimeSpan Settling => TimeSpan.FromTicks(Interlocked.Read(ref _settling));

    /// <summary>Whether transactions end in the log: their markers take offsets, and are no records.</summary>
    public bool HasMarkers { get; init; }

    /// <summary>How far before the committed offset a reader has to begin, so that it knows of all streams what a reader from the beginning would know.</summary>
    public TimeSpan LookBack => 2 * Settling;

    /// <param name="longestSend">After this the client itself gives a message up.</param>
    /// <param name="silence">From one message of a stream to its next one in the same partition, at most.</param>
    /// <param name="transaction">How long a transaction lasts: only at its end has a message ended.</param>
    public static LedgerSpans For(TimeSpan longestSend, TimeSpan silence, TimeSpan? transaction = null) =>
        new(longestSend + (2 * silence) + (transaction ?? TimeSpan.Zero) + Skew) { HasMarkers = transaction is not null };

    /// <summary>More partitions take turns now, so that each is written to less often. There are never fewer again: a topic that shrinks is another one.</summary>
    public void WidenTo(LedgerSpans wider)
    {
        // Only those who watch the topic do this, and one at a time.
        if (wider.Settling > Settling)
        {
            Interlocked.Exchange(ref _settling, wider.Settling.Ticks);
        }
    }
}
