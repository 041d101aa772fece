namespace Kafka.Sli.Probe.External;

/// <summary>The monotonic clock in nanoseconds, as two processes of one machine can tell each other the time: on Linux that is what its timestamps are anyhow.</summary>
internal sealed class NanosecondClock
{
    private const long NanosecondsPerSecond = 1_000_000_000;

    private readonly TimeProvider _time;

    public NanosecondClock(TimeProvider time) => _time = time;

    public long Now => Scaled(_time.GetTimestamp(), NanosecondsPerSecond, _time.TimestampFrequency);

    public long? TimestampOf(long? nanoseconds) => nanoseconds is { } told ? Scaled(told, _time.TimestampFrequency, NanosecondsPerSecond) : null;

    private static long Scaled(long value, long by, long from) => by == from ? value : (long)((Int128)value * by / from);
}
