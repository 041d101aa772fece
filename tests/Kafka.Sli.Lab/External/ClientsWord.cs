using System.Collections.Concurrent;
using Kafka.Sli.Probe.Comparing;
using Kafka.Sli.Probe.Ledger;
using Kafka.Sli.Probe.Probing;

namespace Kafka.Sli.Lab.External;

/// <summary>What a cell's client says of its own messages, as it says it: timestamps of the monotonic clock.</summary>
internal sealed class ClientsWord(IModelClientEvents cell, StreamId stream) : ForwardedEvents(cell)
{
    public ConcurrentDictionary<(int Partition, long Number), long> Due { get; } = new();

    public ConcurrentDictionary<(int Partition, long Number), long> Settlings { get; } = new();

    /// <summary>The first of each.</summary>
    public ConcurrentDictionary<(int Partition, long Number), long> Reads { get; } = new();

    public override void Begun(in Sending sending)
    {
        Due[(sending.Partition, sending.Number)] = sending.Intended;
        base.Begun(sending);
    }

    public override void Settled(in Sending sending, long at, Fate fate)
    {
        Settlings[(sending.Partition, sending.Number)] = at;
        base.Settled(sending, at, fate);
    }

    public override void Read(in Reading reading)
    {
        if (reading.Header is { IsClosing: false } header && header.Stream == stream)
        {
            Reads.TryAdd((reading.Partition, header.Number), reading.Arrival.Timestamp);
        }

        base.Read(reading);
    }
}
