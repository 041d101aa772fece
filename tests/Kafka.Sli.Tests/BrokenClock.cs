namespace Kafka.Sli.Tests;

/// <summary>A clock that fails at every look.</summary>
internal sealed class BrokenClock : TimeProvider
{
    public override long GetTimestamp() => throw new InvalidTimeZoneException("broken clock");

    public override DateTimeOffset GetUtcNow() => throw new InvalidTimeZoneException("broken clock");
}
