using System.Collections.Concurrent;

namespace Kafka.Sli.Consuming;

/// <summary>
/// The highest offset that was handed out of each partition, to one group in this process. What lies at or
/// below it is read again, after a seek or a redelivery, and says nothing about how long its reader waited.
/// </summary>
internal sealed class ReadProgress
{
    /// <summary>Some twenty megabytes of them. Only topics that come and go all day are more, and of those that have gone nothing is to be known.</summary>
    public const int MostPartitions = 100_000;

    private readonly ConcurrentDictionary<(string Topic, int Partition), Highest> _partitions = new();

    /// <summary>A batch of one partition is handed out before the next one's.</summary>
    private volatile Highest? _last;

    /// <param name="topic">Its topic.</param>
    /// <param name="partition">Its partition.</param>
    /// <param name="offset">Its offset there.</param>
    /// <param name="sent">When it was sent, if that is known. What was sent after everything that was read of a partition was not read before, whatever its
    /// offset: the topic was deleted and created anew.</param>
    /// <returns><see langword="false"/> when it had been handed out before.</returns>
    public bool Advance(string topic, int partition, long offset, long? sent)
    {
        var highest = _last;
        if (highest is null || highest.Partition != partition || highest.Topic != topic)
        {
            _last = highest = Of(topic, partition);
        }

        var isLatest = sent > Volatile.Read(ref highest.Sent);
        if (isLatest)
        {
            Volatile.Write(ref highest.Sent, sent!.Value);
        }

        long seen;
        do
        {
            seen = Volatile.Read(ref highest.Offset);
            if (offset <= seen && !isLatest)
            {
                return false;
            }
        }
        while (Interlocked.CompareExchange(ref highest.Offset, offset, seen) != seen);

        return true;
    }

    private Highest Of(string topic, int partition)
    {
        if (_partitions.TryGetValue((topic, partition), out var known))
        {
            return known;
        }

        if (_partitions.Count >= MostPartitions)
        {
            _partitions.Clear();
        }

        return _partitions.GetOrAdd((topic, partition), static of => new Highest(of.Topic, of.Partition));
    }

    private sealed class Highest(string topic, int partition)
    {
        public readonly string Topic = topic;
        public readonly int Partition = partition;
        public long Offset = -1;

        /// <summary>The latest of the times at which what was read was sent.</summary>
        public long Sent = long.MinValue;
    }
}
