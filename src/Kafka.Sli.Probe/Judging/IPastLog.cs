using Confluent.Kafka;
using Kafka.Sli.Probe.Ledger;

namespace Kafka.Sli.Probe.Judging;

/// <summary>A topic's log as it stands, read apart from the group and unmeasured.</summary>
internal interface IPastLog : IDisposable
{
    /// <summary>The first offset that there is, and the one after the last.</summary>
    (long Low, long High) Bounds(int partition);

    /// <summary>The first record that is not older than a time; <see langword="null"/> when there is none, or the cluster does not know.</summary>
    long? FirstSince(int partition, long timestamp);

    /// <summary>From an offset up to another one, or until somebody has given up.</summary>
    /// <exception cref="KafkaException">It cannot be read so far yet: the replica that answers may not have got it, or not know that others have.</exception>
    IEnumerable<LedgerRecord> Read(int partition, long from, long end, Func<bool> hasGivenUp);
}
