using Kafka.Sli.InFlight;
using Kafka.Sli.Telemetry;

namespace Kafka.Sli.Measuring;

/// <summary>What one client that Kafka.Sli has not decorated has in flight. Where its word takes time to come here, a deadline passes when it is known that nothing had ended by then.</summary>
internal sealed class MeasuredRegister : IHasDeadlines
{
    private readonly SliTelemetry _telemetry;
    private readonly bool _isOutside;
    private readonly bool _isOff;
    private long _toldUntil = long.MinValue;
    private volatile bool _isAbandoned;

    public MeasuredRegister(SliTelemetry telemetry, bool isOutside, bool isOff)
    {
        (_telemetry, _isOutside, _isOff) = (telemetry, isOutside, isOff);
        InFlight = new InFlightRegister(telemetry.Clock, isOutside ? null : telemetry.Stalls);
    }

    public InFlightRegister InFlight { get; }

    public void Add(MeasuredOperation.Entry entry)
    {
        if (_isOff)
        {
            return;
        }

        _telemetry.Errors.Guard((InFlight, entry), static a => a.InFlight.Add(a.entry));
        if (_isAbandoned)
        {
            // Whoever began it had not heard of that yet.
            End(entry, MeasuredEnd.Abandoned, _telemetry.Clock.Now);
        }
    }

    public bool End(MeasuredOperation.Entry entry, MeasuredEnd end, long at)
    {
        try
        {
            if (!InFlight.TryRemove(entry))
            {
                return false;
            }

            entry.Events.Settle(at, _telemetry.Clock.Seconds(entry.Start, at), end.Ending, end.Standing, entry.Judged);
        }
#pragma warning disable CA1031 // Nothing of ours reaches the application.
        catch (Exception e) when (_telemetry.Errors.Swallow(e))
#pragma warning restore CA1031
        {
        }

        return true;
    }

    /// <summary>All that ended until then has been told.</summary>
    public void ToldUntil(long at)
    {
        for (var seen = Volatile.Read(ref _toldUntil); at > seen; seen = Volatile.Read(ref _toldUntil))
        {
            if (Interlocked.CompareExchange(ref _toldUntil, at, seen) == seen)
            {
                return;
            }
        }
    }

    /// <inheritdoc/>
    public void Sweep(long now) => InFlight.Sweep(_isOutside ? Math.Min(now, Volatile.Read(ref _toldUntil)) : now);

    /// <summary>The client is gone: what is in flight nobody will end.</summary>
    public void Abandon(long at)
    {
        _isAbandoned = true;
        foreach (var entry in InFlight.Entries.Cast<MeasuredOperation.Entry>())
        {
            End(entry, MeasuredEnd.Abandoned, at);
        }
    }
}
