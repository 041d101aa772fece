namespace Kafka.Sli.Probe.Tests.Clocks;

/// <param name="From">Who sends it.</param>
/// <param name="To">Who reads it.</param>
/// <param name="Sent">When, in nanoseconds of the true time.</param>
/// <param name="Late">How long before that it was due, and so stamped.</param>
/// <param name="Delay">How long it takes; <see langword="null"/> when it is lost.</param>
/// <param name="Tells">Whether it has the header.</param>
internal readonly record struct SimulatedMessage(int From, int To, long Sent, long Late, long? Delay, bool Tells);
