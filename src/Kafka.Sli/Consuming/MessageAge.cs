using Confluent.Kafka;
using Kafka.Sli.Telemetry;

namespace Kafka.Sli.Consuming;

/// <summary>When a message was sent, and by whose word.</summary>
/// <param name="SentMicroseconds">Since the Unix epoch; <see langword="null"/> when nothing tells.</param>
/// <param name="Source"><see langword="null"/> for our own stamp, else the value of <c>kafka.sli.stamp</c>.</param>
internal readonly record struct MessageAge(long? SentMicroseconds, string? Source)
{
    public bool IsStamped => Source is null;

    public static MessageAge Of(MessageMetadata? message, uint topicHash) =>
        message is null ? new(null, "none")
        : Of(message.Headers is { } headers && headers.TryGetLastBytes(SentStamp.HeaderKey, out var stamp) ? stamp : [], message.Timestamp, topicHash);

    public static MessageAge Of(ReadOnlySpan<byte> stamp, Timestamp timestamp, uint topicHash) =>
        SentStamp.TryRead(stamp, topicHash, out var sent) ? new(sent, null) : timestamp switch
        {
            // Kafka's NO_TIMESTAMP, -1: a broker gives it to what came in a format that had no time, and librdkafka hands it on as a time of creation.
            { UnixTimestampMs: < 0 } => new(null, "none"),
            { Type: TimestampType.CreateTime } => new(MicrosecondsOf(timestamp), "create_time"),
            { Type: TimestampType.LogAppendTime } => new(MicrosecondsOf(timestamp), "log_append_time"),
            _ => new(null, "none"),
        };

    /// <summary>A producer may write what it likes: nanoseconds are a time in the far future, and must not overflow to one in the past.</summary>
    private static long MicrosecondsOf(Timestamp timestamp) => Math.Min(timestamp.UnixTimestampMs, long.MaxValue / 1000) * 1000;
}
