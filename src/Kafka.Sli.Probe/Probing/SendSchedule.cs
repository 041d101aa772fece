using Kafka.Sli.Probe.Plan;

namespace Kafka.Sli.Probe.Probing;

/// <summary>
/// The intended times of an open loop: each is computed from the start, so that neither lateness nor rounding adds up.
/// </summary>
internal sealed class SendSchedule
{
    private readonly long _start;
    private readonly double _ticksPerSend;
    private readonly double _sendsPerPeriod;
    private readonly double _ticksPerPeriod;

    /// <param name="start">A timestamp of <paramref name="time"/>; the first send is due then.</param>
    /// <param name="load">What is sent.</param>
    /// <param name="time">Whose timestamps they are.</param>
    public SendSchedule(long start, LoadPlan load, TimeProvider time)
    {
        _start = start;
        var burst = load.Burst ?? new BurstPlan(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        _sendsPerPeriod = load.Rate.PerSecond * burst.Every.TotalSeconds;
        _ticksPerPeriod = burst.Every.TotalSeconds * time.TimestampFrequency;
        _ticksPerSend = burst.For.TotalSeconds * time.TimestampFrequency / _sendsPerPeriod;
    }

    /// <summary>How many sends are due by a time.</summary>
    public long CountDueBy(long now)
    {
        if (now < _start)
        {
            return 0;
        }

        // Rounding may be out by one: the intended times have the last word.
        var periods = Math.Floor((now - _start) / _ticksPerPeriod);
        var count = (long)((periods * _sendsPerPeriod) + Math.Min(_sendsPerPeriod, ((now - _start) - (periods * _ticksPerPeriod)) / _ticksPerSend));
        while (Due(count) <= now)
        {
            count++;
        }

        while (count > 0 && Due(count - 1) > now)
        {
            count--;
        }

        return count;
    }

    public long Due(long number)
    {
        var period = Math.Floor(number / _sendsPerPeriod);
        return _start + (long)((period * _ticksPerPeriod) + ((number - (period * _sendsPerPeriod)) * _ticksPerSend));
    }
}
