namespace Kafka.Sli.Probe.Clocks;

/// <summary>How one message came.</summary>
/// <param name="Stamp">The sender's wall clock when it was sent, or earlier (when it was due): microseconds since 1970, rounded down.</param>
/// <param name="Received">This instance's wall clock when it was received: microseconds since 1970, rounded down.</param>
/// <param name="Timestamp">
/// The same moment, or one just before, by the clock that no step changes: take it before <paramref name="Received"/>, so that a pause between the two makes the sample older and
/// the delay longer than they are. The other way round both bounds would be too tight.
/// </param>
internal readonly record struct Arrival(long Stamp, long Received, long Timestamp)
{
    /// <summary>142 years. More is no clock that is wrong but a stamp that is none; and with two of that size and an age, a drift can still be reckoned without overflow.</summary>
    public const long MaxDelay = 1L << 52;

    /// <summary>How late it came in microseconds, by two clocks, so it may be less than 0; <see langword="null"/> when the stamp is none.</summary>
    /// <remarks>One more than the difference, for the receipt was rounded down.</remarks>
    public long? Delay => (Int128)Received - Stamp + 1 is var delay && Int128.Abs(delay) <= MaxDelay ? (long)delay : null;
}
