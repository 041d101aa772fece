using System.Collections.Immutable;

namespace Kafka.Sli.Probe.Embedded;

/// <summary>Brokers that come and go. Each change draws the leaders of all partitions anew, and a replication factor that shrank stays small.</summary>
internal sealed partial class EmbeddedCluster
{
    private readonly Lock _membership = new();
    private ImmutableSortedSet<int> _brokers;
    private ImmutableSortedSet<int> _hidden = [];

    /// <summary>The brokers of the cluster, up or down, but for those removed from the metadata.</summary>
    public IReadOnlyList<int> BrokerIds
    {
        get
        {
            ObjectDisposedException.ThrowIf(_handle.IsClosed, this);
            return _brokers;
        }
    }

    public void AddBroker(int brokerId)
    {
        lock (_membership)
        {
            InRange(brokerId, 0, int.MaxValue);
            if (_brokers.Contains(brokerId) || _hidden.Contains(brokerId))
            {
                throw new ArgumentException($"there is a broker {brokerId} already", nameof(brokerId));
            }

            InRange(_brokers.Count + _hidden.Count + 1, 1, MostBrokers, "brokers");
            Check(Librdkafka.BrokerAdd(Native, brokerId), $"broker {brokerId} is not added");
            _brokers = _brokers.Add(brokerId);
        }
    }

    /// <summary>The broker leaves for good, and its connections are cut.</summary>
    public void DecommissionBroker(int brokerId)
    {
        lock (_membership)
        {
            RequireOthers(Broker(brokerId));
            Check(Librdkafka.BrokerDecommission(Native, brokerId), $"broker {brokerId} is not decommissioned");
            _brokers = _brokers.Remove(brokerId);
            _hidden = _hidden.Remove(brokerId);
            ElectController(brokerId);
        }
    }

    /// <summary>The broker leaves the metadata and leads nothing any more, but its connections live on.</summary>
    public void RemoveFromMetadata(int brokerId)
    {
        lock (_membership)
        {
            RequireOthers(Broker(brokerId));
            Check(Librdkafka.BrokerRemoveFromMetadata(Native, brokerId), $"broker {brokerId} is not removed from the metadata");
            _brokers = _brokers.Remove(brokerId);
            _hidden = _hidden.Add(brokerId);
            ElectController(brokerId);
        }
    }

    // The mock divides by the number of brokers when it looks for a coordinator.
    private void RequireOthers(int brokerId)
    {
        if (_brokers.Count == 1 && _brokers.Contains(brokerId))
        {
            throw new ArgumentException($"broker {brokerId} is the last one of the embedded cluster; add another first", nameof(brokerId));
        }
    }

    // The mock itself elects none.
    private void ElectController(int gone)
    {
        if (_controller == gone)
        {
            SetController(_brokers[0]);
        }
    }
}
