namespace Kafka.Sli.Probe.Probing;

/// <summary>The latest outages of one cell that are over. For any thread.</summary>
internal sealed class OutageLog
{
    /// <summary>An outage of one broker is one of each partition that it leads; a day of them is worth reading, a year is not.</summary>
    private const int Most = 500;

    private readonly Lock _lock = new();
    private readonly Queue<BrokerOutage> _over = new();

    public void Add(BrokerOutage outage)
    {
        lock (_lock)
        {
            if (_over.Count == Most)
            {
                _over.Dequeue();
            }

            _over.Enqueue(outage);
        }
    }

    /// <summary>In the order in which they ended.</summary>
    public IReadOnlyList<BrokerOutage> Over
    {
        get
        {
            lock (_lock)
            {
                return [.. _over];
            }
        }
    }
}
