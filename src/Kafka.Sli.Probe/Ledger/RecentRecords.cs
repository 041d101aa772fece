namespace Kafka.Sli.Probe.Ledger;

/// <summary>What stood at the last offsets, so that a record which is read again is told from another one in its place.</summary>
internal sealed class RecentRecords
{
    private const int Size = 1024;

    private readonly (long Offset, int Identity)[] _records = new (long, int)[Size];

    public RecentRecords() => Array.Fill(_records, (-1, 0));

    public void Add(in LedgerRecord record) => _records[record.Offset % Size] = (record.Offset, record.Identity);

    /// <returns><see langword="null"/> when that is too long ago.</returns>
    public bool? IsSame(in LedgerRecord record) => _records[record.Offset % Size] is var known && known.Offset == record.Offset ? known.Identity == record.Identity : null;
}
