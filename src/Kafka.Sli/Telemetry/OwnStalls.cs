using Kafka.Sli.Objectives;

namespace Kafka.Sli.Telemetry;

/// <summary>How long this process itself stood still, by the application's own record. One that fails forgives nothing.</summary>
internal sealed class OwnStalls
{
    private readonly IStallRecord _record;
    private readonly SliClock _clock;
    private readonly InternalErrors _errors;

    public OwnStalls(IStallRecord record, SliClock clock, InternalErrors errors) => (_record, _clock, _errors) = (record, clock, errors);

    /// <param name="seconds">How long something lasted.</param>
    /// <param name="end">When it ended, on the monotonic clock.</param>
    /// <returns>How many of these seconds.</returns>
    public double SecondsOf(double seconds, long end) => SecondsBetween(end - (long)Math.Round(seconds * _clock.Frequency), end);

    public double SecondsBetween(long start, long end)
    {
        if (end <= start)
        {
            return 0;
        }

        try
        {
            return Math.Clamp(_record.Overlap(start, end).TotalSeconds, 0, _clock.Seconds(start, end));
        }
#pragma warning disable CA1031 // It is the application's, and it is asked in the midst of the application's calls.
        catch (Exception e) when (_errors.Swallow(e, nameof(IStallRecord)))
#pragma warning restore CA1031
        {
            return 0;
        }
    }
}
