namespace Kafka.Sli.Probe.Probing;

/// <summary>What was recorded within an interval, in seconds; <see langword="null"/> where nothing was.</summary>
/// <param name="P50">The median.</param>
/// <param name="P99">The 99th percentile.</param>
/// <param name="Max">The highest.</param>
internal readonly record struct LatencySample(double? P50, double? P99, double? Max);
