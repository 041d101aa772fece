using System.Buffers.Binary;
using System.Text;

namespace Kafka.Sli.Telemetry;

/// <summary>
/// The header that carries the moment of the produce call: version (1 byte), microseconds since the Unix epoch
/// (8 bytes, big-endian), FNV-1a of the topic's UTF-8 name (4 bytes, big-endian).
/// </summary>
internal static class SentStamp
{
    public const string HeaderKey = "kafka-sli-sent";
    public const int Length = 13;

    private const byte Version = 1;
    private const int SentAt = 1;
    private const int TopicAt = 9;

    public static byte[] Write(long sentMicroseconds, uint topicHash)
    {
        var stamp = new byte[Length];
        stamp[0] = Version;
        BinaryPrimitives.WriteInt64BigEndian(stamp.AsSpan(SentAt), sentMicroseconds);
        BinaryPrimitives.WriteUInt32BigEndian(stamp.AsSpan(TopicAt), topicHash);
        return stamp;
    }

    /// <summary>
    /// Reads a stamp that was made for this very topic. One that was made for another was copied by a client
    /// that does not know us, and says nothing about this send.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<byte> stamp, uint topicHash, out long sentMicroseconds)
    {
        if (stamp.Length != Length
            || stamp[0] != Version
            || BinaryPrimitives.ReadUInt32BigEndian(stamp[TopicAt..]) != topicHash)
        {
            sentMicroseconds = 0;
            return false;
        }

        sentMicroseconds = BinaryPrimitives.ReadInt64BigEndian(stamp[SentAt..]);
        return true;
    }

    public static uint HashOf(string topic)
    {
        var hash = 2166136261;
        foreach (var octet in Encoding.UTF8.GetBytes(topic))
        {
            hash = unchecked((hash ^ octet) * 16777619);
        }

        return hash;
    }
}
