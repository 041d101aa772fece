using System.Buffers.Binary;
using System.Text;
using Kafka.Sli.Probe.Wire;

namespace Kafka.Sli.Probe.Ledger;

/// <summary>What a probe's message says of itself, and of its sender's earlier ones in the same partition.</summary>
/// <param name="Stream">Who sent it.</param>
/// <param name="Cell"><see cref="CellHash"/> of the cell: two cells may share a topic by mistake.</param>
/// <param name="IsClosing">It has no number of its own: its stream has ended, and this is the last that is told of it.</param>
/// <param name="Number">Its number in this partition, from 1; of a closing record the last one that was sent.</param>
/// <param name="IntervalMicroseconds">To the stream's next message in this partition.</param>
/// <param name="Fates">Of the numbers before it.</param>
/// <remarks>docs/ledger.md has the format.</remarks>
internal sealed record LedgerHeader(StreamId Stream, uint Cell, bool IsClosing, long Number, long IntervalMicroseconds, Fates Fates)
{
    public const string Key = "kafka-sli-probe";

    private const byte Version = 1;
    private const byte ClosingFlag = 1;
    private const int MaxLength = 3 + StreamId.MaxNameLength + sizeof(long) + sizeof(uint) + ((5 + (2 * Fates.MaxRuns)) * Varint.MaxLength);

    /// <summary>FNV-1a of its UTF-8 name, 32 bits.</summary>
    public static uint CellHash(string cell)
    {
        var hash = 2166136261;
        foreach (var octet in Encoding.UTF8.GetBytes(cell))
        {
            hash = unchecked((hash ^ octet) * 16777619);
        }

        return hash;
    }

    public byte[] ToBytes()
    {
        Span<byte> bytes = stackalloc byte[MaxLength];
        bytes[0] = Version;
        bytes[1] = IsClosing ? ClosingFlag : (byte)0;
        var name = Encoding.UTF8.GetBytes(Stream.Instance, bytes.Slice(3, StreamId.MaxNameLength));
        bytes[2] = (byte)name;
        var length = 3 + name;
        BinaryPrimitives.WriteInt64BigEndian(bytes[length..], Stream.Start);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[(length + sizeof(long))..], Cell);
        length += sizeof(long) + sizeof(uint);
        foreach (var figure in (ReadOnlySpan<long>)[Number, IntervalMicroseconds, Number - Fates.Settled, Fates.Settled - Fates.From, Fates.Runs.Count])
        {
            length += Varint.Write(bytes[length..], (ulong)figure);
        }

        var told = Fates.From;
        foreach (var run in Fates.Runs)
        {
            length += Varint.Write(bytes[length..], (ulong)(run.First - told - 1));
            length += Varint.Write(bytes[length..], ((ulong)(run.Last - run.First) << 1) | (run.IsUnknown ? 1UL : 0));
            told = run.Last;
        }

        return bytes[..length].ToArray();
    }

    /// <returns><see langword="null"/> when it is none, or of a version that is not known here.</returns>
    public static LedgerHeader? Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length is < 3 or > MaxLength || bytes[0] != Version || bytes[1] > ClosingFlag || bytes[2] > StreamId.MaxNameLength || bytes.Length < 3 + bytes[2] + sizeof(long) + sizeof(uint))
        {
            return null;
        }

        var isClosing = bytes[1] == ClosingFlag;
        var name = Encoding.UTF8.GetString(bytes.Slice(3, bytes[2]));
        bytes = bytes[(3 + bytes[2])..];
        var stream = new StreamId(name, BinaryPrimitives.ReadInt64BigEndian(bytes));
        var cell = BinaryPrimitives.ReadUInt32BigEndian(bytes[sizeof(long)..]);
        bytes = bytes[(sizeof(long) + sizeof(uint))..];
        return Figure(ref bytes) is { } number && Figure(ref bytes) is { } interval && ReadFates(number, ref bytes) is { } fates && bytes.IsEmpty && (isClosing || fates.Settled < number)
            ? new(stream, cell, isClosing, number, interval, fates)
            : null;
    }

    private static Fates? ReadFates(long number, ref ReadOnlySpan<byte> bytes)
    {
        if (Figure(ref bytes) is not { } inFlight || inFlight > number || Figure(ref bytes) is not { } width || width > number - inFlight || Figure(ref bytes) is not (<= Fates.MaxRuns and var count))
        {
            return null;
        }

        var settled = number - inFlight;
        var told = settled - width;
        var runs = new FateRun[count];
        for (var i = 0; i < count; i++)
        {
            if (Figure(ref bytes) is not { } gap || Figure(ref bytes) is not { } run || told + gap + 1 + (run >> 1) > settled)
            {
                return null;
            }

            var first = told + gap + 1;
            told = first + (run >> 1);
            runs[i] = new(first, told, (run & 1) == 1);
        }

        return new(settled - width, settled, runs);
    }

    /// <summary>None is so large that the sum of a few could overflow.</summary>
    private static long? Figure(ref ReadOnlySpan<byte> bytes) => Varint.Read(ref bytes) is { } figure and <= long.MaxValue / 8 ? (long)figure : null;
}
