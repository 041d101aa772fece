namespace Kafka.Sli.Probe.Comparing;

/// <summary>When a phase was measured. Times are timestamps of the monotonic clock.</summary>
/// <param name="Phase">Its name.</param>
/// <param name="From">The first send that counts was due then, or later.</param>
/// <param name="To">And the last one before that.</param>
/// <param name="Until">When nobody waited any more.</param>
internal sealed record PhaseWindow(string Phase, long From, long To, long Until);
