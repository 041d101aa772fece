using Confluent.Kafka;
using Kafka.Sli.Probe.Judging;
using Kafka.Sli.Probe.Ledger;

namespace Kafka.Sli.Probe.Probing;

/// <summary>A cell's topic, read by a client of its own: no member of the group, so that no partition moves, and not decorated, so that nothing of it is measured.</summary>
internal sealed class PastLog : IPastLog
{
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(30);

    private readonly IConsumer<Ignore, Ignore> _consumer;
    private readonly string _topic;
    private readonly RecordReader _reader;

    public PastLog(IConsumer<Ignore, Ignore> consumer, string topic, RecordReader reader)
    {
        _consumer = consumer;
        _topic = topic;
        _reader = reader;
    }

    public (long Low, long High) Bounds(int partition)
    {
        var bounds = _consumer.QueryWatermarkOffsets(new(_topic, partition), AnswerTimeout);
        return (bounds.Low, bounds.High);
    }

    public long? FirstSince(int partition, long timestamp)
    {
        var found = _consumer.OffsetsForTimes([new(_topic, partition, new Timestamp(timestamp, TimestampType.CreateTime))], AnswerTimeout).Single();
        return found.Offset.IsSpecial ? null : found.Offset.Value;
    }

    public IEnumerable<LedgerRecord> Read(int partition, long from, long end)
    {
        _consumer.Assign(new TopicPartitionOffset(_topic, partition, from));
        while (true)
        {
            var result = _consumer.Consume(LongestSilence) ?? throw new KafkaException(new Error(ErrorCode.Local_TimedOut));
            if (result.Offset >= end)
            {
                yield break;
            }

            if (result.IsPartitionEOF)
            {
                throw new KafkaException(ErrorCode.Local_PartitionEOF);
            }

            yield return new(result.Offset, result.Message.Timestamp.UnixTimestampMs, _reader.Header(result.Message), IsLate: false);
        }
    }

    public void Dispose() => _consumer.Dispose();
}
