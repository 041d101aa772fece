using Confluent.Kafka;
using Kafka.Sli.Probe.Judging;
using Kafka.Sli.Probe.Ledger;

namespace Kafka.Sli.Probe.Probing;

/// <summary>A cell's topic, read by a client of its own: no member of the group, so that no partition moves, and not decorated, so that nothing of it is measured.</summary>
internal sealed class PastLog : IPastLog
{
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PollTimeout = TimeSpan.FromMilliseconds(100);

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

    public IEnumerable<LedgerRecord> Read(int partition, long from, long end, Func<bool> hasGivenUp)
    {
        _consumer.Assign(new TopicPartitionOffset(_topic, partition, from));

        // Behind the last record nothing is asked for: a broker that has no more waits for some before it says so.
        for (var next = from; next < end && Next(hasGivenUp) is { } result && result.Offset < end; next = result.Offset + 1)
        {
            if (result.IsPartitionEOF)
            {
                throw new KafkaException(ErrorCode.Local_PartitionEOF);
            }

            yield return new(result.Offset, result.Message.Timestamp.UnixTimestampMs, _reader.Header(result.Message), IsLate: false);
        }
    }

    public void Dispose() => _consumer.Dispose();

    private ConsumeResult<Ignore, Ignore>? Next(Func<bool> hasGivenUp)
    {
        for (var silence = TimeSpan.Zero; !hasGivenUp(); silence += PollTimeout)
        {
            if (_consumer.Consume(PollTimeout) is { } result)
            {
                return result;
            }

            if (silence > LongestSilence)
            {
                throw new KafkaException(ErrorCode.Local_TimedOut);
            }
        }

        return null;
    }
}
