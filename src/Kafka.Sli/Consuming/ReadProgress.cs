using System.Collections.Concurrent;

namespace Kafka.Sli.Consuming;

/// <summary>
/// The highest offset that was handed out of each partition, to one group in this process. What lies at or
/// below it is read again, after a seek or a redelivery, and says nothing about how long its reader waited.
/// </summary>
internal sealed class ReadProgress
{
    private readonly ConcurrentDictionary<(string Topic, int Partition), Highest> _partitions = new();

    /// <summary>A batch of one partition is handed out before the next one's.</summary>
    private volatile Highest? _last;

    /// <returns><see langword="false"/> when it had been handed out before.</returns>
    public bool Advance(string topic, int partition, long offset)
    {
        var highest = _last;
        if (highest is null || highest.Partition != partition || highest.Topic != topic)
        {
            _last = highest = _partitions.GetOrAdd((topic, partition), static of => new Highest(of.Topic, of.Partition));
        }

        long seen;
        do
        {
            seen = Volatile.Read(ref highest.Offset);
            if (offset <= seen)
            {
                return false;
            }
        }
        while (Interlocked.CompareExchange(ref highest.Offset, offset, seen) != seen);

        return true;
    }

    private sealed class Highest(string topic, int partition)
    {
        public readonly string Topic = topic;
        public readonly int Partition = partition;
        public long Offset = -1;
    }
}
