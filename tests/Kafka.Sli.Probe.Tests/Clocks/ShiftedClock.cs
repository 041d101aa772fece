namespace Kafka.Sli.Probe.Tests.Clocks;

/// <summary>The clock of a host that is set wrong, and runs wrong. Inside a process time is what it is.</summary>
internal sealed class ShiftedClock(TimeSpan offset, double drift) : TimeProvider
{
    private readonly DateTimeOffset _since = System.GetUtcNow();

    public override DateTimeOffset GetUtcNow()
    {
        var now = System.GetUtcNow();
        return now + offset + ((now - _since) * drift);
    }
}
