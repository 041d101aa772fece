namespace Kafka.Sli.Probe.Board;

/// <summary>How the probe itself is: what it cannot see it cannot tell.</summary>
/// <param name="State">Where it stands in its life.</param>
/// <param name="IsAlive">Whether its senders and receivers have made a step in the last 30 s, as <c>/healthz</c> says.</param>
/// <param name="StalledSeconds">How long it stood still since it began, in seconds.</param>
/// <param name="StalledLastMinuteSeconds">How much of the last minute it stood still, in seconds.</param>
internal sealed record ProbeStatus(ReadinessState State, bool IsAlive, double StalledSeconds, double StalledLastMinuteSeconds);
