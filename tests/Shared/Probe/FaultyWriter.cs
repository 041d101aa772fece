using Confluent.Kafka;
using Kafka.Sli.Probe.Ledger;
using Kafka.Sli.Probe.Probing;

namespace Kafka.Sli.Probe.Shared;

/// <summary>One more stream of a cell that the probe under test reads: what it says of its numbers need not be what it did.</summary>
internal sealed class FaultyWriter : IDisposable
{
    private readonly IProducer<byte[]?, byte[]> _producer;
    private readonly SentNumbers _numbers = new();
    private readonly string _topic;
    private readonly uint _cell;
    private readonly Dictionary<long, LedgerHeader> _made = [];
    private readonly StreamId _stream = new("faulty", (DateTime.UtcNow - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond);

    /// <param name="bootstrap">Where the cluster is.</param>
    /// <param name="topic">The cell's.</param>
    /// <param name="cell">Its name.</param>
    public FaultyWriter(string bootstrap, string topic, string cell)
    {
        (_topic, _cell) = (topic, LedgerHeader.CellHash(cell));
        _producer = new ProducerBuilder<byte[]?, byte[]>(new ProducerConfig { BootstrapServers = bootstrap, LingerMs = 0 }).SetLogHandler(static (_, _) => { }).Build();
    }

    /// <summary>Takes a number, for a message that is not written.</summary>
    public long Make()
    {
        var (number, fates) = _numbers.Next();
        _made[number] = new(_stream, _cell, IsClosing: false, number, 1_000_000, fates);
        return number;
    }

    /// <summary>So its later messages tell of it.</summary>
    public void Tell(long number, Fate fate) => _numbers.Settle(number, fate);

    /// <summary>Makes one that is not written.</summary>
    public void Skip(Fate told) => Tell(Make(), told);

    /// <summary>Writes one, for the first time or once more.</summary>
    public Task<DeliveryResult<byte[]?, byte[]>> WriteAsync(long number) => WriteAsync(_made[number]);

    public async Task WriteWellAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            var number = Make();
            await WriteAsync(number);
            Tell(number, Fate.Acknowledged);
        }
    }

    public Task CloseAsync()
    {
        var (last, fates) = _numbers.Close();
        return WriteAsync(new LedgerHeader(_stream, _cell, IsClosing: true, last, 1_000_000, fates));
    }

    public void Dispose() => _producer.Dispose();

    private Task<DeliveryResult<byte[]?, byte[]>> WriteAsync(LedgerHeader header) =>
        _producer.ProduceAsync(new TopicPartition(_topic, 0), MessageSource.Closing(header));
}
