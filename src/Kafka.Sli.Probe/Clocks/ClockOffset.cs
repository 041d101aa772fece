namespace Kafka.Sli.Probe.Clocks;

/// <param name="Seconds">The peer's clock minus this instance's.</param>
/// <param name="Error">By how many seconds that may be wrong, either way.</param>
internal readonly record struct ClockOffset(double Seconds, double Error);
