using System.Buffers.Binary;
using Kafka.Sli.Probe.Wire;

namespace Kafka.Sli.Probe.Clocks;

/// <summary>What an instance tells its peers about once a second: the least delays with which their messages came to it.</summary>
/// <remarks>docs/clocks.md has the format.</remarks>
internal sealed record ClockHeader(IReadOnlyList<ToldDelay> Delays)
{
    public const string Key = "kafka-sli-clock";
    public const int MaxDelays = 32;

    private const byte Version = 1;
    private const int MaxLength = 1 + (MaxDelays * (sizeof(ulong) + (2 * Varint.MaxLength)));

    public byte[] ToBytes()
    {
        Span<byte> bytes = stackalloc byte[MaxLength];
        bytes[0] = Version;
        var length = 1;
        foreach (var delay in Delays)
        {
            BinaryPrimitives.WriteUInt64BigEndian(bytes[length..], delay.Peer);
            length += sizeof(ulong);
            length += Varint.Write(bytes[length..], Varint.ZigZag(delay.Delay));
            length += Varint.Write(bytes[length..], (ulong)delay.Age);
        }

        return bytes[..length].ToArray();
    }

    /// <returns><see langword="null"/> when it is none, or of a version that is not known here.</returns>
    public static ClockHeader? Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length is 0 or > MaxLength || bytes[0] != Version)
        {
            return null;
        }

        var delays = new List<ToldDelay>();
        for (bytes = bytes[1..]; bytes.Length > 0;)
        {
            if (delays.Count == MaxDelays || ReadOne(ref bytes) is not { } delay)
            {
                return null;
            }

            delays.Add(delay);
        }

        return new(delays);
    }

    /// <summary>What it says of one instance.</summary>
    public ToldDelay? Of(ulong instance)
    {
        foreach (var delay in Delays)
        {
            if (delay.Peer == instance)
            {
                return delay;
            }
        }

        return null;
    }

    private static ToldDelay? ReadOne(ref ReadOnlySpan<byte> bytes)
    {
        if (!BinaryPrimitives.TryReadUInt64BigEndian(bytes, out var peer))
        {
            return null;
        }

        bytes = bytes[sizeof(ulong)..];
        return Varint.Read(ref bytes) is { } zigZag && Varint.UnZigZag(zigZag) is >= -Arrival.MaxDelay and <= Arrival.MaxDelay and var delay && Varint.Read(ref bytes) is <= int.MaxValue and var age
            ? new(peer, delay, (int)age)
            : null;
    }
}
