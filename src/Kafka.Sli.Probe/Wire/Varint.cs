namespace Kafka.Sli.Probe.Wire;

/// <summary>Seven bits to a byte, the lowest first, as in Kafka's own records and in Protocol Buffers.</summary>
internal static class Varint
{
    public const int MaxLength = 10;

    public static int Write(Span<byte> bytes, ulong value)
    {
        var length = 0;
        for (; value >= 0x80; value >>= 7)
        {
            bytes[length++] = (byte)(value | 0x80);
        }

        bytes[length++] = (byte)value;
        return length;
    }

    /// <summary>Takes one from the front.</summary>
    /// <returns><see langword="null"/> when it is cut off, needs more than 64 bits, or is longer than it need be: each value has one form.</returns>
    public static ulong? Read(ref ReadOnlySpan<byte> bytes)
    {
        var value = 0UL;
        for (var i = 0; i < Math.Min(bytes.Length, MaxLength); i++)
        {
            value |= (ulong)(bytes[i] & 0x7F) << (7 * i);
            if (bytes[i] < 0x80)
            {
                var isOne = (i == 0 || bytes[i] != 0) && (i < MaxLength - 1 || bytes[i] == 1);
                bytes = bytes[(i + 1)..];
                return isOne ? value : null;
            }
        }

        return null;
    }

    /// <summary>Small figures of both signs are short.</summary>
    public static ulong ZigZag(long value) => (ulong)((value << 1) ^ (value >> 63));

    public static long UnZigZag(ulong value) => (long)(value >> 1) ^ -(long)(value & 1);
}
