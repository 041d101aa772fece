namespace Kafka.Sli.Probe.Embedded;

/// <summary>A request as a broker of the embedded cluster received it.</summary>
/// <param name="BrokerId">Who received it.</param>
/// <param name="Api">What was asked; a bare number where the mock has no such API.</param>
/// <param name="At">librdkafka's monotonic clock, in microseconds: for differences only.</param>
internal readonly record struct TrackedRequest(int BrokerId, KafkaApi Api, TimeSpan At);
