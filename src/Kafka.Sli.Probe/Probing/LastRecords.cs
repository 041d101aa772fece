using System.Diagnostics;
using Confluent.Kafka;

namespace Kafka.Sli.Probe.Probing;

/// <summary>The last offsets of a log with transactions are markers, which nobody is given: who reads to the end has to know which record is the last one.</summary>
internal static class LastRecords
{
    /// <summary>So many markers at an end, of as many instances, or so much of an aborted transaction, are looked through first.</summary>
    private const long FirstLook = 64;

    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan PollTimeout = TimeSpan.FromMilliseconds(100);

    /// <returns>Behind the last record that can be read before each of these ends; <see langword="null"/> when that could not be found out in time.</returns>
    public static IReadOnlyList<(int Partition, long Offset)>? BeforeEnds(Func<IConsumer<Ignore, Ignore>> build, string topic, IReadOnlyList<(int Partition, long Offset)> ends, TimeSpan longest)
    {
        var began = Stopwatch.StartNew();
        using var consumer = build();
        var found = new List<(int, long)>();
        foreach (var (partition, end) in ends)
        {
            if (BeforeEnd(consumer, new(topic, partition), end, () => began.Elapsed >= longest) is not { } last)
            {
                return null;
            }

            found.Add((partition, last));
        }

        return found;
    }

    private static long? BeforeEnd(IConsumer<Ignore, Ignore> consumer, TopicPartition partition, long end, Func<bool> isOver)
    {
        var low = consumer.QueryWatermarkOffsets(partition, AnswerTimeout).Low.Value;
        for (var look = FirstLook; ; look *= 16)
        {
            var from = Math.Max(low, end - look);
            if (Read(consumer, partition, from, end, isOver) is not { } last)
            {
                return null;
            }

            if (last > from || from <= low)
            {
                return last;
            }
        }
    }

    /// <returns>Behind the last one; <paramref name="from"/> when there is none.</returns>
    private static long? Read(IConsumer<Ignore, Ignore> consumer, TopicPartition partition, long from, long end, Func<bool> isOver)
    {
        consumer.Assign(new TopicPartitionOffset(partition, from));
        for (var last = from; !isOver();)
        {
            try
            {
                switch (consumer.Consume(PollTimeout))
                {
                    case { IsPartitionEOF: true }:
                        return last;
                    case { } record when record.Offset >= end:
                        return last;
                    case { } record:
                        last = record.Offset + 1;
                        break;
                }
            }
            catch (ConsumeException)
            {
                // The log begins later now, or nobody answers.
                return null;
            }
        }

        return null;
    }
}
