using System.Collections.Concurrent;

namespace Kafka.Sli.Consuming;

/// <summary>
/// The highest offset that was handed out of each partition, to one group in this process. What lies at or
/// below it is read again, after a seek or a redelivery, and says nothing about how long its reader waited.
/// </summary>
internal sealed class ReadProgress
{
    private readonly ConcurrentDictionary<(string Topic, int Partition), Highest> _partitions = new();

    /// <returns><see langword="false"/> when it had been handed out before.</returns>
    public bool Advance(string topic, int partition, long offset)
    {
        var highest = _partitions.GetOrAdd((topic, partition), static _ => new Highest());
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

    private sealed class Highest
    {
        public long Offset = -1;
    }
}
