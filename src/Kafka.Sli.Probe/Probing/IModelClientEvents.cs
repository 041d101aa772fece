using Kafka.Sli.Probe.Clocks;
using Kafka.Sli.Probe.Judging;
using Kafka.Sli.Probe.Ledger;

namespace Kafka.Sli.Probe.Probing;

/// <summary>What a model client tells. Times are timestamps of the probe's time provider; calls come in on the client's own threads and must not take long.</summary>
internal interface IModelClientEvents
{
    /// <summary>A message goes out, due at its intended time.</summary>
    void Begun(in Sending sending);

    /// <summary>It has ended.</summary>
    /// <param name="sending">The message.</param>
    /// <param name="at">When.</param>
    /// <param name="fate">How.</param>
    void Settled(in Sending sending, long at, Fate fate);

    /// <summary>A message was read.</summary>
    void Read(in Reading reading);

    /// <summary>It reads these partitions now, beside those that it has.</summary>
    void Assigned(IReadOnlyList<PartitionStart> starts);

    /// <summary>It does not read these any more; what it had to commit is committed, or cannot be.</summary>
    void Revoked(IReadOnlyList<int> partitions);

    /// <summary>Likewise, but others read them since who knows when.</summary>
    void Lost(IReadOnlyList<int> partitions);

    /// <summary>Asked before it commits: how far each partition may be, where that is further than it is.</summary>
    IReadOnlyList<(int Partition, long Offset)> ToCommit();

    /// <summary>The cluster has acknowledged a commit.</summary>
    void Committed(IReadOnlyList<(int Partition, long Offset)> committed);

    /// <summary>It is not let do something; told each time.</summary>
    /// <param name="refusal">What.</param>
    /// <param name="reason">In the client's own words.</param>
    void Refused(Refusal refusal, string reason);
}

/// <param name="Partition">Where it goes to.</param>
/// <param name="Number">Its number in that partition, of this stream; from 1.</param>
/// <param name="Intended">When it was due.</param>
internal readonly record struct Sending(int Partition, long Number, long Intended);

/// <param name="Partition">Where it was.</param>
/// <param name="Offset">Where it was there.</param>
/// <param name="Timestamp">Milliseconds since 1970, as the log has it.</param>
/// <param name="Header">What its sender said of it; <see langword="null"/> for a message that no probe sent.</param>
/// <param name="Clock">What its sender said of others' clocks, if anything.</param>
/// <param name="Arrival">When it was read; its stamp is its intended time.</param>
/// <param name="AgeSeconds">From its intended time; <see langword="null"/> where it has no stamp.</param>
internal readonly record struct Reading(int Partition, long Offset, long Timestamp, LedgerHeader? Header, ClockHeader? Clock, Arrival Arrival, double? AgeSeconds);
