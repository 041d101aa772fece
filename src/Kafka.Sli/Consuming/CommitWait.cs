using Kafka.Sli.InFlight;
using Kafka.Sli.Telemetry;

namespace Kafka.Sli.Consuming;

/// <summary>One call to Commit that has not returned.</summary>
internal sealed class CommitWait : InFlightEntry
{
    public CommitWait(EventSeries commits, long start)
    {
        Events = commits;
        Begin(start);
    }

    internal override EventSeries Events { get; }
}
