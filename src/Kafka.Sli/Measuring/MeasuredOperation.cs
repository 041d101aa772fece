using Kafka.Sli.InFlight;
using Kafka.Sli.Telemetry;

namespace Kafka.Sli.Measuring;

/// <summary>
/// One send, or one commit, of a client that Kafka.Sli has not decorated. While it lasts it is in flight: each objective that covers it finds it bad as soon as its
/// deadline has passed. It is settled once, whoever comes first.
/// </summary>
public sealed class MeasuredOperation
{
    private readonly Entry _entry;
    private readonly MeasuredRegister _register;

    internal MeasuredOperation(MeasuredRegister register, EventSeries events, long start)
    {
        _register = register;
        _entry = new Entry(events, start);
        register.Add(_entry);
    }

    /// <summary>It has ended.</summary>
    /// <param name="end">How.</param>
    /// <param name="at">When, as a timestamp of the <see cref="KafkaSli.TimeProvider"/>.</param>
    /// <returns>Whether that was not known yet.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="end"/> is <see langword="null"/>.</exception>
    public bool End(MeasuredEnd end, long at)
    {
        ArgumentNullException.ThrowIfNull(end);
        return _register.End(_entry, end, at);
    }

    internal sealed class Entry : InFlightEntry
    {
        public Entry(EventSeries events, long start)
        {
            Events = events;
            Begin(start);
        }

        internal override EventSeries Events { get; }
    }
}
