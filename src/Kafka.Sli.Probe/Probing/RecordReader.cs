using System.Buffers.Binary;
using Confluent.Kafka;
using Kafka.Sli.Probe.Clocks;
using Kafka.Sli.Probe.Ledger;

namespace Kafka.Sli.Probe.Probing;

/// <summary>What one cell's messages say of themselves.</summary>
internal sealed class RecordReader
{
    private readonly uint _cell;

    public RecordReader(string cell) => _cell = LedgerHeader.CellHash(cell);

    /// <returns><see langword="null"/> for what no probe sent, or one for another cell.</returns>
    public LedgerHeader? Header(Message<Ignore, Ignore> message) =>
        message.Headers?.TryGetLastBytes(LedgerHeader.Key, out var bytes) == true && LedgerHeader.Read(bytes) is { } header && header.Cell == _cell ? header : null;

    public static ClockHeader? Clock(Message<Ignore, Ignore> message) => message.Headers?.TryGetLastBytes(ClockHeader.Key, out var bytes) == true ? ClockHeader.Read(bytes) : null;

    /// <returns>The stamp of Kafka.Sli, in microseconds since 1970; <see langword="null"/> when it has none.</returns>
    public static long? Stamp(Message<Ignore, Ignore> message) =>
        message.Headers?.TryGetLastBytes("kafka-sli-sent", out var bytes) == true && bytes is [1, ..] and { Length: 13 } ? BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(1)) : null;
}
