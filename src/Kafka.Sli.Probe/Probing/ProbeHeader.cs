using System.Buffers.Binary;

namespace Kafka.Sli.Probe.Probing;

/// <summary>What a probe's message says of itself: the stream that it is of, which is one start of one instance in one cell, and its number in its partition.</summary>
internal readonly record struct ProbeHeader(Guid Stream, long Number)
{
    public const string Key = "kafka-sli-probe";

    private const byte Version = 1;
    private const int Length = 1 + 16 + sizeof(long);

    public byte[] ToBytes()
    {
        var bytes = new byte[Length];
        bytes[0] = Version;
        Stream.TryWriteBytes(bytes.AsSpan(1), bigEndian: true, out _);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(17), Number);
        return bytes;
    }

    /// <returns><see langword="null"/> when it is none, or of a version that is not known here.</returns>
    public static ProbeHeader? Read(ReadOnlySpan<byte> bytes) => bytes.Length == Length && bytes[0] == Version
        ? new(new Guid(bytes.Slice(1, 16), bigEndian: true), BinaryPrimitives.ReadInt64BigEndian(bytes[17..]))
        : null;
}
