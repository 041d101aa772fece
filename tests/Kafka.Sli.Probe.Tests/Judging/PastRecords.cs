using Confluent.Kafka;
using Kafka.Sli.Probe.Judging;
using Kafka.Sli.Probe.Ledger;

namespace Kafka.Sli.Probe.Tests.Judging;

/// <summary>A log that stands in memory, and fails as often as it is told to.</summary>
internal sealed class PastRecords(IReadOnlyList<LedgerRecord> records) : IPastLog
{
    /// <summary>How many of the next calls fail.</summary>
    public int Failures { get; set; }

    /// <summary>So many of the last ones it does not give: a follower has not got them, or does not know yet that it may give them.</summary>
    public int Hidden { get; set; }

    /// <summary>What somebody wanted to read from, in turn.</summary>
    public List<long> ReadFrom { get; } = [];

    /// <summary>Called before each record is given.</summary>
    public Action<LedgerRecord>? Giving { get; set; }

    public bool IsDisposed { get; private set; }

    public (long Low, long High) Bounds(int partition)
    {
        if (Failures > 0)
        {
            Failures--;
            throw new KafkaException(ErrorCode.Local_TimedOut);
        }

        return records.Count == 0 ? (0, 0) : (records[0].Offset, records[^1].Offset + 1);
    }

    public long? FirstSince(int partition, long timestamp) => records.Where(r => r.Timestamp >= timestamp).Select(r => (long?)r.Offset).FirstOrDefault();

    public IEnumerable<LedgerRecord> Read(int partition, long from, long end, Func<bool> hasGivenUp)
    {
        ReadFrom.Add(from);
        foreach (var record in records.SkipLast(Hidden).Where(r => r.Offset >= from && r.Offset < end))
        {
            Giving?.Invoke(record);
            yield return record;
        }

        if (Hidden > 0)
        {
            throw new KafkaException(ErrorCode.Local_PartitionEOF);
        }
    }

    public void Dispose() => IsDisposed = true;
}
