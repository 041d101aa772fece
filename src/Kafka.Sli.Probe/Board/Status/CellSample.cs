using Kafka.Sli.Probe.Probing;

namespace Kafka.Sli.Probe.Board;

/// <summary>One second of a cell, in seconds. What was not recorded is not there.</summary>
/// <param name="At">The end of that second.</param>
/// <param name="Produce">From the intended times of sends to their ends.</param>
/// <param name="Delivery">From the intended times of sends to the reads of their messages.</param>
/// <param name="OldestInFlight">For how long the oldest message had been in flight.</param>
/// <param name="Overdue">For how long the oldest expected message had been overdue.</param>
internal sealed record CellSample(DateTimeOffset At, LatencySample Produce, LatencySample Delivery, double OldestInFlight, double Overdue);
