namespace Kafka.Sli.Probe.Ledger;

/// <summary>Numbers in a row that were not acknowledged.</summary>
/// <param name="First">The first of them.</param>
/// <param name="Last">And the last.</param>
/// <param name="IsUnknown">Whether they may be in the log all the same.</param>
internal readonly record struct FateRun(long First, long Last, bool IsUnknown);
