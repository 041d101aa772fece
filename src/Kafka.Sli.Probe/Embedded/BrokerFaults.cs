namespace Kafka.Sli.Probe.Embedded;

/// <summary>Faults of whole brokers that can be seen, and taken back. For any thread.</summary>
internal sealed class BrokerFaults
{
    /// <summary>Longer than the threshold of most objectives.</summary>
    public static readonly TimeSpan SlowRoundTrip = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly EmbeddedCluster _cluster;
    private readonly IReadOnlyList<int> _brokers;
    private readonly HashSet<int> _down = [];
    private readonly HashSet<int> _slow = [];
    private readonly Dictionary<(string Topic, int Partition), (int Preferred, int Now)> _leaders = [];

    /// <param name="cluster">Brokers that it is given later are not looked at.</param>
    public BrokerFaults(EmbeddedCluster cluster) => (_cluster, _brokers) = (cluster, cluster.BrokerIds);

    public IReadOnlyList<BrokerState> Brokers
    {
        get
        {
            lock (_lock)
            {
                return [.. _brokers.Select(id => new BrokerState(id, _down.Contains(id), _slow.Contains(id), _leaders.Values.Count(l => l.Now == id)))];
            }
        }
    }

    /// <summary>From now on this broker leads the partition, unless it is moved.</summary>
    public void Lead(string topic, int partition, int broker)
    {
        lock (_lock)
        {
            Move((topic, partition), preferred: broker, to: broker);
        }
    }

    /// <summary>Nobody is elected in its place: what it leads cannot be written until it is up again or its leaders are moved.</summary>
    public void SetDown(int broker, bool isDown)
    {
        lock (_lock)
        {
            if (isDown)
            {
                _cluster.BrokerDown(broker);
                _down.Add(broker);
            }
            else
            {
                _cluster.BrokerUp(broker);
                _down.Remove(broker);
            }
        }
    }

    public void SetSlow(int broker, bool isSlow)
    {
        lock (_lock)
        {
            _cluster.SetRoundTripTime(broker, isSlow ? SlowRoundTrip : TimeSpan.Zero);
            _ = isSlow ? _slow.Add(broker) : _slow.Remove(broker);
        }
    }

    /// <summary>What it leads goes to the others that are up, in turn.</summary>
    /// <returns>Whether there is any other that is up.</returns>
    public bool MoveLeaders(int broker)
    {
        lock (_lock)
        {
            int[] others = [.. _brokers.Where(id => id != broker && !_down.Contains(id))];
            if (others.Length == 0)
            {
                return false;
            }

            var next = 0;
            foreach (var (partition, leader) in _leaders.Where(l => l.Value.Now == broker).ToArray())
            {
                Move(partition, leader.Preferred, others[next++ % others.Length]);
            }

            return true;
        }
    }

    /// <summary>Every broker is up, as fast as it can be, and leads what it led at first.</summary>
    public void Heal()
    {
        lock (_lock)
        {
            foreach (var broker in _brokers)
            {
                SetDown(broker, isDown: false);
                SetSlow(broker, isSlow: false);
            }

            foreach (var (partition, leader) in _leaders.Where(l => l.Value.Now != l.Value.Preferred).ToArray())
            {
                Move(partition, leader.Preferred, leader.Preferred);
            }
        }
    }

    private void Move((string Topic, int Partition) partition, int preferred, int to)
    {
        _cluster.MoveLeader(partition.Topic, partition.Partition, to);
        _leaders[partition] = (preferred, to);
    }
}
