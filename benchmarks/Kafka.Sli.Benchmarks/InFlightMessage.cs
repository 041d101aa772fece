using Kafka.Sli.InFlight;
using Kafka.Sli.Telemetry;

namespace Kafka.Sli.Benchmarks;

internal sealed class InFlightMessage : InFlightEntry
{
    public InFlightMessage(long start, EventSeries series)
    {
        Events = series;
        Begin(start);
    }

    internal override EventSeries Events { get; }
}
