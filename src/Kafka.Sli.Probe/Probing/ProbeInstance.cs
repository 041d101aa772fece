using Kafka.Sli.Probe.Clocks;
using Kafka.Sli.Probe.Ledger;

namespace Kafka.Sli.Probe.Probing;

/// <summary>This one of the instances that are one probe together.</summary>
internal sealed class ProbeInstance
{
    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private long _lastStart;

    /// <param name="name">No two instances on one cluster may have the same.</param>
    /// <param name="time">The clock.</param>
    public ProbeInstance(string name, TimeProvider time)
    {
        (Name, _time) = (name, time);
        Clocks = new ClockOffsets(name, time.TimestampFrequency);
    }

    public string Name { get; }

    /// <summary>How far the others' clocks are from this one's.</summary>
    public ClockOffsets Clocks { get; }

    /// <summary>Each cell's start is a stream of its own: its numbers begin anew.</summary>
    public StreamId NewStream()
    {
        lock (_lock)
        {
            var now = (_time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
            _lastStart = Math.Max(now, _lastStart + 1);
            return new(Name, _lastStart);
        }
    }
}
