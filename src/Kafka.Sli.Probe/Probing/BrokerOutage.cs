using Kafka.Sli.Probe.Topics;

namespace Kafka.Sli.Probe.Probing;

/// <summary>One partition's outage, on the wall clock.</summary>
/// <param name="Partition">Which one.</param>
/// <param name="Leader">Who led it when it began; <see langword="null"/> where nobody did.</param>
/// <param name="From">When the first bad send was due.</param>
/// <param name="Duration">Until the acknowledgement of the next good one; so far, while it lasts.</param>
/// <param name="IsOver">Whether it is.</param>
internal sealed record BrokerOutage(int Partition, Leader? Leader, DateTimeOffset From, TimeSpan Duration, bool IsOver);
