using System.Text;
using Confluent.Kafka;
using Kafka.Sli.Probe.Clocks;
using Kafka.Sli.Probe.Ledger;
using Kafka.Sli.Probe.Plan;

namespace Kafka.Sli.Probe.Probing;

/// <summary>Makes the messages of one cell.</summary>
internal sealed class MessageSource
{
    private const string Text = """{"order":4711,"customer":"c-20951","state":"shipped","lines":[{"item":"a-1","count":2},{"item":"b-7","count":1}]},""";

    private readonly LoadPlan _load;
    private readonly byte[]? _text;
    private readonly KeySource? _keys;

    public MessageSource(LoadPlan load)
    {
        _load = load;
        _keys = load.Keys is { } keys ? new KeySource(keys) : null;
        _text = load.Payload == PayloadKind.Compressible ? Repeated(load.Size.Bytes) : null;
    }

    /// <param name="header">What it says of itself.</param>
    /// <param name="clock">What it says of other instances' clocks, if anything.</param>
    public Message<byte[]?, byte[]> Next(LedgerHeader header, ClockHeader? clock)
    {
        var message = new Message<byte[]?, byte[]> { Key = _keys?.Next(), Value = _text ?? RandomBytes(), Headers = new Headers { { LedgerHeader.Key, header.ToBytes() } } };
        if (clock is not null)
        {
            message.Headers.Add(ClockHeader.Key, clock.ToBytes());
        }

        return message;
    }

    /// <summary>It carries nothing but its header.</summary>
    public static Message<byte[]?, byte[]> Closing(LedgerHeader header) => new() { Value = [], Headers = new Headers { { LedgerHeader.Key, header.ToBytes() } } };

    private byte[] RandomBytes()
    {
        var value = GC.AllocateUninitializedArray<byte>(_load.Size.Bytes);
        Random.Shared.NextBytes(value);
        return value;
    }

    private static byte[] Repeated(int size)
    {
        var once = Encoding.UTF8.GetBytes(Text);
        return [.. Enumerable.Range(0, size).Select(i => once[i % once.Length])];
    }
}
