namespace Kafka.Sli.Probe.Clocks;

/// <summary>What an instance tells of one peer.</summary>
/// <param name="Peer">The peer's <see cref="InstanceId"/>.</param>
/// <param name="Delay">The least delay of its messages here, in microseconds, by two clocks.</param>
/// <param name="Age">How long ago that was, in milliseconds, rounded up.</param>
internal readonly record struct ToldDelay(ulong Peer, long Delay, int Age);
