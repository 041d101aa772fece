using Confluent.Kafka;
using Kafka.Sli.Probe.Ledger;

namespace Kafka.Sli.Probe.Shared;

/// <summary>All that stands in a topic, and what that comes to when it is simply counted.</summary>
internal sealed class WholeLog
{
    private readonly string _topic;

    private WholeLog(string topic, IReadOnlyList<(int Partition, LedgerRecord Record)> records) => (_topic, Records) = (topic, records);

    /// <summary>In the order of each partition.</summary>
    public IReadOnlyList<(int Partition, LedgerRecord Record)> Records { get; }

    /// <summary>Each number of each stream and partition once.</summary>
    public long Distinct => Numbered.Select(r => (r.Partition, r.Record.Header!.Stream, r.Record.Header.Number)).Distinct().LongCount();

    /// <summary>What stands there once more.</summary>
    public long Copies => Numbered.LongCount() - Distinct;

    /// <summary>By stream and partition: the last number that anybody knows of.</summary>
    public IReadOnlyDictionary<(StreamId Stream, int Partition), long> LastNumbers =>
        Records.Where(r => r.Record.Header is not null).GroupBy(r => (r.Record.Header!.Stream, r.Partition)).ToDictionary(g => g.Key, g => g.Max(r => r.Record.Header!.Number));

    /// <summary>The streams that have said that they end.</summary>
    public IReadOnlySet<StreamId> Closed => Records.Where(r => r.Record.Header is { IsClosing: true }).Select(r => r.Record.Header!.Stream).ToHashSet();

    private IEnumerable<(int Partition, LedgerRecord Record)> Numbered => Records.Where(r => r.Record.Header is { IsClosing: false });

    public static WholeLog Read(string bootstrap, string topic, int partitions)
    {
        var records = new List<(int, LedgerRecord)>();
        using var consumer = new ConsumerBuilder<Ignore, Ignore>(new ConsumerConfig { BootstrapServers = bootstrap, GroupId = "apart", EnablePartitionEof = true, EnableAutoCommit = false, FetchWaitMaxMs = 10 }).SetLogHandler(static (_, _) => { }).Build();
        consumer.Assign(Enumerable.Range(0, partitions).Select(p => new TopicPartitionOffset(topic, p, Offset.Beginning)));
        for (var ends = 0; ends < partitions;)
        {
            var result = consumer.Consume(TestContext.Current.CancellationToken);
            if (result.IsPartitionEOF)
            {
                ends++;
                continue;
            }

            var header = result.Message.Headers.TryGetLastBytes(LedgerHeader.Key, out var bytes) ? LedgerHeader.Read(bytes) : null;
            records.Add((result.Partition, new(result.Offset, result.Message.Timestamp.UnixTimestampMs, header, false)));
        }

        return new(topic, records);
    }

    /// <summary>Whether a group has read it all.</summary>
    public bool IsCommitted(string bootstrap, string group)
    {
        var ends = Records.GroupBy(r => r.Partition).ToDictionary(g => g.Key, g => g.Max(r => r.Record.Offset) + 1);
        using var consumer = new ConsumerBuilder<Ignore, Ignore>(new ConsumerConfig { BootstrapServers = bootstrap, GroupId = group }).SetLogHandler(static (_, _) => { }).Build();
        return consumer.Committed(ends.Keys.Select(p => new TopicPartition(_topic, p)), TimeSpan.FromSeconds(10)).All(c => c.Offset.Value >= ends[c.Partition]);
    }

    /// <summary>What somebody who was there from the beginning, and never restarted, has counted.</summary>
    public VerdictCounts Judge(LedgerSpans spans)
    {
        var counts = new VerdictCounts();
        foreach (var partition in Records.GroupBy(r => r.Partition))
        {
            var ledger = new PartitionLedger(spans, LogView.Whole, 0);
            foreach (var (_, record) in partition)
            {
                Assert.Equal(LogBreak.None, ledger.Fold(record, counts));
            }
        }

        return counts;
    }
}
