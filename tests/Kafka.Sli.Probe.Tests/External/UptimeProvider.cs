using Microsoft.Extensions.Time.Testing;

namespace Kafka.Sli.Probe.Tests.External;

/// <summary>A clock of the test's own whose timestamps begin with its machine, as a monotonic clock's do: in nanoseconds those since the year 1 are more than a number holds.</summary>
internal sealed class UptimeProvider : FakeTimeProvider
{
    private readonly long _start;

    public UptimeProvider()
        : base(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)) => _start = base.GetTimestamp() - TimestampFrequency;

    public override long GetTimestamp() => base.GetTimestamp() - _start;
}
