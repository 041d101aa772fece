using Kafka.Sli.Probe.Probing;

namespace Kafka.Sli.Probe.Board;

/// <summary>One partition's outage: from the first bad send to the acknowledgement of the next good one.</summary>
/// <param name="Partition">Which one.</param>
/// <param name="Broker">The broker that led it when it began; <see langword="null"/> where none did.</param>
/// <param name="From">When the first bad send was due.</param>
/// <param name="Seconds">How long it lasted, or has lasted so far.</param>
/// <param name="IsOver">Whether it is.</param>
internal sealed record OutageStatus(int Partition, int? Broker, DateTimeOffset From, double Seconds, bool IsOver)
{
    public static OutageStatus Of(BrokerOutage outage) => new(outage.Partition, outage.Leader?.Id, outage.From, Math.Round(outage.Duration.TotalSeconds, 3), outage.IsOver);
}
