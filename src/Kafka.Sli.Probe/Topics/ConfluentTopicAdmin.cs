using System.Globalization;
using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Kafka.Sli.Probe.Topics;

/// <summary>By the admin protocol: a metadata request of a producer would create a topic by the broker's defaults.</summary>
internal sealed class ConfluentTopicAdmin : ITopicAdmin
{
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private readonly IAdminClient _admin;

    public ConfluentTopicAdmin(IAdminClient admin) => _admin = admin;

    public async Task<ClusterView> LookAsync(IReadOnlyCollection<string> topics)
    {
        var cluster = await _admin.DescribeClusterAsync(new DescribeClusterOptions { RequestTimeout = Timeout });
        var brokers = cluster.Nodes.Select(n => new BrokerView(n.Id, n.Rack is { Length: > 0 } rack ? rack : null)).ToArray();
        var described = await DescribeAsync(topics);
        return new ClusterView(brokers, described.Where(t => !t.Error.IsError).ToDictionary(t => t.Name, View))
        {
            Hidden = described.Where(t => t.Error.IsError && t.Error.Code != ErrorCode.UnknownTopicOrPart).ToDictionary(t => t.Name, t => t.Error),
        };
    }

    public async Task<bool> AreLedAsync(string topic, IReadOnlyCollection<int> partitions)
    {
        var latest = partitions.Select(p => new TopicPartitionOffsetSpec { TopicPartition = new(topic, p), OffsetSpec = OffsetSpec.Latest() });
        try
        {
            // Each is asked of its leader, and a broker that leads it has the topic in its metadata.
            return (await _admin.ListOffsetsAsync(latest, new ListOffsetsOptions { RequestTimeout = Timeout })).ResultInfos.All(r => !r.TopicPartitionOffsetError.Error.IsError);
        }
        catch (KafkaException)
        {
            return false;
        }
    }

    public async Task CreateAsync(string topic, IReadOnlyList<IReadOnlyList<int>> placements)
    {
        var replicas = placements[0].Count;
        var specification = new TopicSpecification
        {
            Name = topic,
            NumPartitions = placements.Count,
            ReplicasAssignments = placements.Select((p, i) => (Partition: i, Replicas: p.ToList())).ToDictionary(p => p.Partition, p => p.Replicas),
            Configs = new()
            {
                ["cleanup.policy"] = "delete",
                ["retention.ms"] = "3600000",
                ["segment.ms"] = "600000",
                ["min.insync.replicas"] = Math.Max(1, replicas - 1).ToString(CultureInfo.InvariantCulture),
            },
        };
        try
        {
            await _admin.CreateTopicsAsync([specification], new CreateTopicsOptions { OperationTimeout = Timeout, RequestTimeout = Timeout });
        }
        catch (CreateTopicsException e) when (e.Results is [{ Error.Code: ErrorCode.TopicAlreadyExists }])
        {
            // Another instance was faster.
        }
        catch (CreateTopicsException e) when (e.Results is [{ Error: { IsError: true } error }])
        {
            throw new KafkaException(error, e);
        }
    }

    public async Task AddAsync(string topic, int existing, IReadOnlyList<IReadOnlyList<int>> placements)
    {
        try
        {
            await _admin.CreatePartitionsAsync(
                [new PartitionsSpecification { Topic = topic, IncreaseTo = existing + placements.Count, ReplicaAssignments = [.. placements.Select(p => p.ToList())] }],
                new CreatePartitionsOptions { OperationTimeout = Timeout, RequestTimeout = Timeout });
        }
        catch (CreatePartitionsException e) when (e.Results is [{ Error.Code: ErrorCode.InvalidPartitions }])
        {
            // Another instance was faster: the topic has that many by now.
        }
        catch (CreatePartitionsException e) when (e.Results is [{ Error: { IsError: true } error }])
        {
            throw new KafkaException(error, e);
        }
    }

    public async Task ElectAsync(string topic, IReadOnlyList<int> partitions)
    {
        try
        {
            await _admin.ElectLeadersAsync(
                ElectionType.Preferred, [.. partitions.Select(p => new TopicPartition(topic, p))], new ElectLeadersOptions { OperationTimeout = Timeout, RequestTimeout = Timeout });
        }
        catch (ElectLeadersException e) when (e.Results.TopicPartitions.All(p => !p.Error.IsError || p.Error.Code == ErrorCode.ElectionNotNeeded))
        {
            // Somebody has done it.
        }
        catch (ElectLeadersException e)
        {
            throw new KafkaException(e.Results.TopicPartitions.First(p => p.Error.IsError && p.Error.Code != ErrorCode.ElectionNotNeeded).Error, e);
        }
    }

    private async Task<List<TopicDescription>> DescribeAsync(IReadOnlyCollection<string> topics)
    {
        try
        {
            return (await _admin.DescribeTopicsAsync(TopicCollection.OfTopicNames(topics), new DescribeTopicsOptions { RequestTimeout = Timeout })).TopicDescriptions;
        }
        catch (DescribeTopicsException e)
        {
            return e.Results.TopicDescriptions;
        }
    }

    private static TopicView View(TopicDescription topic) => new(
        topic.TopicId is { } id && (id.MostSignificantBits != 0 || id.LeastSignificantBits != 0) ? id.ToString() : null,
        [
            .. topic.Partitions.OrderBy(p => p.Partition).Select(p => new PartitionView(
                p.Partition,
                p.Leader is { Id: >= 0 } leader ? leader.Id : null,
                [.. p.Replicas.Select(r => r.Id)],
                [.. p.ISR.Select(r => r.Id)])),
        ]);
}
