using Confluent.Kafka;
using Kafka.Sli.Probe.Topics;

namespace Kafka.Sli.Probe.Tests.Topics;

/// <summary>A cluster as its admin protocol shows it, by the rules of Kafka: a leader is a replica that is in sync and there.</summary>
internal sealed class FakeTopicAdmin : ITopicAdmin
{
    private readonly Dictionary<string, TopicView> _topics = [];
    private int _created;

    public List<BrokerView> Brokers { get; } = [];

    /// <summary>What was done, in order.</summary>
    public List<string> Done { get; } = [];

    public ErrorCode? RefusesChanges { get; set; }

    public bool IsSilent { get; set; }

    /// <summary>How often a leader is asked for a topic of which it has not heard yet.</summary>
    public int AskedTooEarly { get; set; }

    public Dictionary<string, Error> Hidden { get; } = [];

    public TopicView this[string topic] => _topics[topic];

    public Task<ClusterView> LookAsync(IReadOnlyCollection<string> topics) => IsSilent
        ? throw new KafkaException(ErrorCode.Local_TimedOut)
        : Task.FromResult(new ClusterView(
            [.. Brokers], _topics.Where(t => topics.Contains(t.Key) && !Hidden.ContainsKey(t.Key)).ToDictionary(t => t.Key, t => Living(t.Value)))
        { Hidden = new Dictionary<string, Error>(Hidden) });

    public Task<bool> AreLedAsync(string topic, IReadOnlyCollection<int> partitions)
    {
        Assert.Equal(_topics[topic].Partitions.Select(p => p.Number), partitions);
        return Task.FromResult(AskedTooEarly-- <= 0);
    }

    public Task CreateAsync(string topic, IReadOnlyList<IReadOnlyList<int>> placements)
    {
        Change($"create {topic}");
        Put(topic, $"id-{++_created}", placements);
        return Task.CompletedTask;
    }

    public Task AddAsync(string topic, int existing, IReadOnlyList<IReadOnlyList<int>> placements)
    {
        Change($"add {placements.Count} to {existing} of {topic}");
        Assert.Equal(existing, _topics[topic].Partitions.Count);
        Put(topic, _topics[topic].Id!, [.. _topics[topic].Partitions.Select(p => p.Replicas), .. placements]);
        return Task.CompletedTask;
    }

    public Task ElectAsync(string topic, IReadOnlyList<int> partitions)
    {
        Change($"elect {string.Join(',', partitions)} of {topic}");
        _topics[topic] = _topics[topic] with { Partitions = [.. _topics[topic].Partitions.Select(p => partitions.Contains(p.Number) ? p with { Leader = p.Replicas[0] } : p)] };
        return Task.CompletedTask;
    }

    public void Put(string topic, string id, IReadOnlyList<IReadOnlyList<int>> placements)
    {
        Assert.All(placements, p => Assert.Equal(p.Count, p.Distinct().Count()));
        _topics[topic] = new TopicView(id, [.. placements.Select((replicas, i) => new PartitionView(i, replicas[0], replicas, replicas))]);
    }

    public void Lead(string topic, int partition, int broker) => Edit(topic, partition, p => p with { Leader = broker });

    public void Edit(string topic, int partition, Func<PartitionView, PartitionView> edit) =>
        _topics[topic] = _topics[topic] with { Partitions = [.. _topics[topic].Partitions.Select(p => p.Number == partition ? edit(p) : p)] };

    public void Delete(string topic) => _topics.Remove(topic);

    private TopicView Living(TopicView topic) => topic with
    {
        Partitions =
        [
            .. topic.Partitions.Select(p => p with
            {
                InSync = [.. p.InSync.Where(IsThere)],
                Leader = p.Leader is { } leader && IsThere(leader) ? leader : p.InSync.Where(IsThere).Cast<int?>().FirstOrDefault(),
            }),
        ],
    };

    private bool IsThere(int broker) => Brokers.Exists(b => b.Id == broker);

    private void Change(string what)
    {
        if (RefusesChanges is { } error)
        {
            throw new KafkaException(new Error(error, "Cluster authorization failed."));
        }

        Done.Add(what);
    }
}
