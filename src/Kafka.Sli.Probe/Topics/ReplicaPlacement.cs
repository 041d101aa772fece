namespace Kafka.Sli.Probe.Topics;

/// <summary>Chooses where replicas go: on racks of their own as long as there are any, and on the brokers that have the fewest.</summary>
internal sealed class ReplicaPlacement
{
    private readonly IReadOnlyList<BrokerView> _brokers;
    private readonly Dictionary<int, int> _held;

    public ReplicaPlacement(IReadOnlyList<BrokerView> brokers, IReadOnlyList<PartitionView> existing)
    {
        _brokers = brokers;
        _held = brokers.ToDictionary(b => b.Id, b => existing.Count(p => p.Replicas.Contains(b.Id)));
    }

    /// <param name="leader">Who is to lead it.</param>
    /// <param name="replicas">How many, the leader included; fewer where there are fewer brokers.</param>
    public IReadOnlyList<int> LedBy(BrokerView leader, int replicas)
    {
        var chosen = new List<BrokerView> { leader };
        while (chosen.Count < Math.Min(replicas, _brokers.Count))
        {
            chosen.Add(_brokers
                .Where(b => !chosen.Contains(b))
                .OrderBy(b => chosen.Count(c => c.Rack is not null && c.Rack == b.Rack))
                .ThenBy(b => _held[b.Id])
                .ThenBy(b => b.Id)
                .First());
        }

        chosen.ForEach(b => _held[b.Id]++);
        return [.. chosen.Select(b => b.Id)];
    }
}
