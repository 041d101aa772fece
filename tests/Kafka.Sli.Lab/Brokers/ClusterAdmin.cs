using System.Diagnostics;
using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Kafka.Sli.Lab.Brokers;

/// <summary>What a test asks of a cluster, and has it do.</summary>
internal sealed class ClusterAdmin : IDisposable
{
    /// <summary>A bound for what never comes, not for what is slow.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    private readonly IAdminClient _admin;
    private readonly Func<string> _lastLines;

    /// <param name="servers">Where the cluster is.</param>
    /// <param name="lastLines">What the brokers wrote last, for whoever waits in vain.</param>
    public ClusterAdmin(string servers, Func<string> lastLines)
    {
        _lastLines = lastLines;

        // What goes to "the controller" goes to whatever broker the last metadata named, and waits for that one when it is dead.
        var own = new AdminClientConfig { BootstrapServers = servers, ReconnectBackoffMs = 50, ReconnectBackoffMaxMs = 500, TopicMetadataRefreshIntervalMs = 1000 };
        _admin = new AdminClientBuilder(own).SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build();
    }

    public IAdminClient Client => _admin;

    /// <param name="topic">Its name.</param>
    /// <param name="placements">The replicas of each partition, of which the first is to lead.</param>
    /// <param name="configs">Of the topic.</param>
    public async Task CreateTopicAsync(string topic, int[][] placements, params (string Key, string Value)[] configs)
    {
        await _admin.CreateTopicsAsync(
            [
                new TopicSpecification
                {
                    Name = topic,
                    NumPartitions = placements.Length,
                    ReplicasAssignments = placements.Index().ToDictionary(p => p.Index, p => p.Item.ToList()),
                    Configs = configs.ToDictionary(c => c.Key, c => c.Value),
                },
            ],
            new CreateTopicsOptions { RequestTimeout = Patience, OperationTimeout = Patience });

        // Each broker learns of it by itself, and any of them may be asked next. One that answers for a partition as its leader knows; those that lead none are met by chance.
        await UntilAsync(async () => await IsLedAsync(topic, placements.Length), $"topic {topic} is not led");
        for (var known = 0; known < 10; known++)
        {
            await UntilAsync(async () => (await DescribeAsync(topic))?.Partitions.Count == placements.Length, $"topic {topic} is not known");
        }
    }

    public async Task DeleteTopicAsync(params string[] topics)
    {
        await _admin.DeleteTopicsAsync(topics, new DeleteTopicsOptions { RequestTimeout = Patience, OperationTimeout = Patience });
        foreach (var topic in topics)
        {
            await UntilAsync(async () => await DescribeAsync(topic) is null, $"topic {topic} is not gone");
        }
    }

    /// <returns><see langword="null"/> when there is none of that name, or nobody answers.</returns>
    public async Task<TopicDescription?> DescribeAsync(string topic)
    {
        try
        {
            return (await _admin.DescribeTopicsAsync(TopicCollection.OfTopicNames([topic]), new DescribeTopicsOptions { RequestTimeout = Timeout })).TopicDescriptions.Single();
        }
        catch (KafkaException)
        {
            return null;
        }
    }

    /// <returns>Who leads it; -1 when nobody does, or nobody answers.</returns>
    public async Task<int> LeaderAsync(string topic, int partition) =>
        (await DescribeAsync(topic))?.Partitions.SingleOrDefault(p => p.Partition == partition)?.Leader?.Id ?? -1;

    /// <returns>Those that are not fenced. Not by DescribeCluster: that is asked of the one broker that was last called the controller, and waits for it when it is dead.</returns>
    public async Task<IReadOnlyList<int>> BrokersAsync()
    {
        try
        {
            return [.. (await Task.Run(() => _admin.GetMetadata(Timeout))).Brokers.Select(b => b.BrokerId)];
        }
        catch (KafkaException)
        {
            return [];
        }
    }

    public Task UntilRegisteredAsync(params IReadOnlyCollection<int> brokers) =>
        UntilAsync(async () => brokers.ToHashSet().IsSubsetOf(await BrokersAsync()), $"brokers {string.Join(", ", brokers)} have not all registered");

    public Task UntilFencedAsync(int broker) => UntilAsync(async () => await BrokersAsync() is { Count: > 0 } there && !there.Contains(broker), $"broker {broker} is not fenced");

    /// <summary>Waits until all replicas of all topics are in sync, then has each partition led by the first of them.</summary>
    public async Task UntilInSyncAsync()
    {
        string[] topics = [];
        await UntilAsync(
            async () =>
            {
                topics = [.. _admin.GetMetadata(Timeout).Topics.Select(t => t.Topic)];
                var described = await Task.WhenAll(topics.Select(DescribeAsync));
                return described.All(t => t is null || t.Partitions.All(p => p.ISR.Count == p.Replicas.Count));
            },
            "the partitions are not in sync");
        await ElectPreferredAsync();
    }

    public async Task ElectPreferredAsync()
    {
        try
        {
            await _admin.ElectLeadersAsync(ElectionType.Preferred, null, new ElectLeadersOptions { RequestTimeout = Patience, OperationTimeout = Patience });
        }
        catch (ElectLeadersException)
        {
            // Of those that are led so already.
        }
    }

    /// <summary>Has whoever is left lead, whatever it lacks.</summary>
    public Task ElectUncleanAsync(string topic, int partition) => UntilAsync(
        async () =>
        {
            try
            {
                await _admin.ElectLeadersAsync(ElectionType.Unclean, [new(topic, partition)], new ElectLeadersOptions { RequestTimeout = Timeout, OperationTimeout = Timeout });
            }
            catch (ElectLeadersException)
            {
                // Not yet, or no longer needed.
            }

            return await LeaderAsync(topic, partition) >= 0;
        },
        $"nobody leads {topic} [{partition}]");

    public async Task UntilAsync(Func<Task<bool>> holds, string otherwise)
    {
        var watch = Stopwatch.StartNew();
        while (!await Try(holds))
        {
            if (watch.Elapsed > Patience)
            {
                throw new TimeoutException($"{otherwise}\n{_lastLines()}");
            }

            await Task.Delay(Pause, TestContext.Current.CancellationToken);
        }
    }

    public void Dispose() => _admin.Dispose();

    private async Task<bool> IsLedAsync(string topic, int partitions)
    {
        var latest = Enumerable.Range(0, partitions).Select(p => new TopicPartitionOffsetSpec { TopicPartition = new(topic, p), OffsetSpec = OffsetSpec.Latest() });
        var told = await _admin.ListOffsetsAsync(latest, new ListOffsetsOptions { RequestTimeout = Timeout });
        return told.ResultInfos.All(r => !r.TopicPartitionOffsetError.Error.IsError);
    }

    private static async Task<bool> Try(Func<Task<bool>> holds)
    {
        try
        {
            return await holds();
        }
        catch (KafkaException)
        {
            return false;
        }
    }
}
