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
        SentStamp.TryRead(stamp, topicHash, out var sent) ? new(sent, null) : timestamp.Type switch
        {
            TimestampType.CreateTime => new(timestamp.UnixTimestampMs * 1000, "create_time"),
            TimestampType.LogAppendTime => new(timestamp.UnixTimestampMs * 1000, "log_append_time"),
            _ => new(null, "none"),
        };
}
