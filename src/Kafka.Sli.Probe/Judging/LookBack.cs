using Kafka.Sli.Probe.Ledger;

namespace Kafka.Sli.Probe.Judging;

/// <summary>What stood before the offset at which an instance takes a partition over: read, and told to nobody, for it is judged.</summary>
internal static class LookBack
{
    /// <param name="log">The topic's.</param>
    /// <param name="partition">Of that.</param>
    /// <param name="committed">All before it is judged.</param>
    /// <param name="spans">How far to look back.</param>
    /// <param name="hasGivenUp">Asked again and again whether it is still wanted.</param>
    /// <returns>What a reader from the beginning would know by now, or as much of that as the log still has.</returns>
    public static PartitionLedger Read(IPastLog log, int partition, long committed, LedgerSpans spans, Func<bool> hasGivenUp)
    {
        var (low, high) = log.Bounds(partition);
        var end = Math.Min(committed, high);
        if (low >= end || hasGivenUp())
        {
            return new(spans, LogView.Cut, committed);
        }

        // The end of a transaction is no record, so the last offset may be none; and the time of somebody else's message is not this log's.
        long? since = log.Read(partition, end - 1, end, hasGivenUp).ToArray() is [{ Header: not null } last] ? last.Timestamp - (long)spans.LookBack.TotalMilliseconds : null;
        var from = since is { } time && log.FirstSince(partition, time) is { } found && found > low && found < end ? found : low;
        var ledger = Rebuild(log, partition, (low, from, end), since, spans, hasGivenUp) ?? new(spans, LogView.Cut, committed);
        ledger.GoOnFrom(committed, isCutOff: end < committed);
        return ledger;
    }

    private static PartitionLedger? Rebuild(IPastLog log, int partition, (long Low, long From, long End) range, long? since, LedgerSpans spans, Func<bool> hasGivenUp)
    {
        PartitionLedger? ledger = null;
        var unused = new VerdictCounts();
        foreach (var record in log.Read(partition, range.From, range.End, hasGivenUp))
        {
            if (hasGivenUp())
            {
                return null;
            }

            ledger ??= Begin(range, record, since, spans);
            ledger.Fold(record, unused);
        }

        return hasGivenUp() ? null : ledger;
    }

    private static PartitionLedger Begin((long Low, long From, long End) range, LedgerRecord first, long? since, LedgerSpans spans) => range switch
    {
        { From: 0 } => new(spans, LogView.Whole, 0),
        _ when range.From > range.Low || first.Timestamp <= since => new(spans, LogView.LookBack, first.Offset, since),
        _ => new(spans, LogView.Cut, first.Offset),
    };
}
