using Kafka.Sli.Telemetry;

namespace Kafka.Sli.Consuming;

/// <summary>When the application last asked this consumer for a message.</summary>
internal sealed class PollClock : IPolled
{
    private const long Asking = 0;

    private long _idleSince = Asking;

    public long? IdleSince => Interlocked.Read(ref _idleSince) is var since && since == Asking ? null : since;

    public void Begin() => Volatile.Write(ref _idleSince, Asking);

    public void End(long now) => Volatile.Write(ref _idleSince, now);
}
