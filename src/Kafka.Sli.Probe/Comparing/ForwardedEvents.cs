using Kafka.Sli.Probe.Judging;
using Kafka.Sli.Probe.Ledger;
using Kafka.Sli.Probe.Probing;

namespace Kafka.Sli.Probe.Comparing;

/// <summary>Stands between a cell and its client, and hands on what that tells.</summary>
internal abstract class ForwardedEvents : IModelClientEvents
{
    private readonly IModelClientEvents _cell;

    protected ForwardedEvents(IModelClientEvents cell) => _cell = cell;

    public virtual void Begun(in Sending sending) => _cell.Begun(sending);

    public virtual void Settled(in Sending sending, long at, Fate fate) => _cell.Settled(sending, at, fate);

    public virtual void Read(in Reading reading) => _cell.Read(reading);

    public void Assigned(IReadOnlyList<PartitionStart> starts) => _cell.Assigned(starts);

    public void Revoked(IReadOnlyList<int> partitions) => _cell.Revoked(partitions);

    public void Lost(IReadOnlyList<int> partitions) => _cell.Lost(partitions);

    public IReadOnlyList<(int Partition, long Offset)> ToCommit() => _cell.ToCommit();

    public void Committed(IReadOnlyList<(int Partition, long Offset)> committed) => _cell.Committed(committed);

    public void Refused(Refusal refusal, string reason) => _cell.Refused(refusal, reason);
}
