namespace Kafka.Sli.Probe.Probing;

/// <summary>
/// The intended times of an open loop: each is computed from the start, so that neither lateness nor rounding adds up.
/// </summary>
internal sealed class Schedule
{
    private readonly long _start;
    private readonly double _ticksPerSend;

    /// <param name="start">A timestamp of <paramref name="time"/>; the first send is due then.</param>
    /// <param name="rate">Sends per second.</param>
    /// <param name="time">Whose timestamps they are.</param>
    public Schedule(long start, double rate, TimeProvider time)
    {
        _start = start;
        _ticksPerSend = time.TimestampFrequency / rate;
    }

    /// <summary>How many sends are due by a time.</summary>
    public long CountDueBy(long now) => now < _start ? 0 : (long)((now - _start) / _ticksPerSend) + 1;

    public long Due(long number) => _start + (long)(number * _ticksPerSend);
}
