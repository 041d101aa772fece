namespace Kafka.Sli.Probe.Ledger;

/// <param name="Offset">Where it stands.</param>
/// <param name="Timestamp">Milliseconds since 1970, as the log has it.</param>
/// <param name="Header"><see langword="null"/> for what no probe of this cell wrote.</param>
/// <param name="IsLate">Whether its reader got it later than promised.</param>
internal readonly record struct LedgerRecord(long Offset, long Timestamp, LedgerHeader? Header, bool IsLate)
{
    /// <summary>Equal where the record is the same one.</summary>
    public int Identity => Header is null ? HashCode.Combine(Timestamp) : HashCode.Combine(Header.Stream, Header.Number, Header.IsClosing);
}
