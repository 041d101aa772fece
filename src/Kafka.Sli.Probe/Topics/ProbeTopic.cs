using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Kafka.Sli.Probe.Probing;

namespace Kafka.Sli.Probe.Topics;

/// <summary>The topic that is measured with, on a cluster that answered.</summary>
internal sealed class ProbeTopic
{
    private const int MostReplicas = 3;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private ProbeTopic(string name, int brokers, TopicDescription description)
    {
        Name = name;
        Brokers = brokers;
        Partitions = [.. description.Partitions.Select(p => p.Partition)];
        Leaders = description.Partitions
            .Where(p => p.Leader is { Id: >= 0 })
            .ToDictionary(p => p.Partition, p => new Leader(p.Leader.Id, p.Leader.Rack is { Length: > 0 } rack ? rack : null));
    }

    public string Name { get; }

    public IReadOnlyList<int> Partitions { get; }

    /// <summary>Who leads each partition that is led.</summary>
    public IReadOnlyDictionary<int, Leader> Leaders { get; }

    public int Brokers { get; }

    /// <summary>Finds the topic, or creates it with a partition for each broker.</summary>
    /// <exception cref="ProbeException">The cluster does not answer, or refuses.</exception>
    public static async Task<ProbeTopic> EnsureAsync(IAdminClient admin, string name, string shownBootstrap, Func<Error?> lastError)
    {
        var brokers = await CountBrokersAsync(admin, shownBootstrap, lastError);
        var described = await DescribeAsync(admin, name);
        if (described is null)
        {
            await CreateAsync(admin, name, brokers);
            described = await DescribeAsync(admin, name) ?? throw ProbeException.Unreachable($"topic {name}: was created, and is not to be found");
        }

        return new ProbeTopic(name, brokers, described);
    }

    private static async Task<int> CountBrokersAsync(IAdminClient admin, string bootstrap, Func<Error?> lastError)
    {
        try
        {
            return (await admin.DescribeClusterAsync(new DescribeClusterOptions { RequestTimeout = Timeout })).Nodes.Count;
        }
        catch (KafkaException e)
        {
            var reason = OneLine(lastError()?.Reason ?? e.Error.Reason);
            throw ProbeException.Unreachable(
                $"--bootstrap {bootstrap}: no broker answered within {Timeout.TotalSeconds:0} s ({reason}); "
                + "give host:port of a broker that this machine reaches, and by --property the security.protocol that it speaks",
                e);
        }
    }

    /// <summary>Asks by the admin protocol: a metadata request of a producer would create the topic by the broker's defaults.</summary>
    private static async Task<TopicDescription?> DescribeAsync(IAdminClient admin, string name)
    {
        try
        {
            var described = await admin.DescribeTopicsAsync(
                TopicCollection.OfTopicNames([name]), new DescribeTopicsOptions { RequestTimeout = Timeout });
            return described.TopicDescriptions.Single();
        }
        catch (DescribeTopicsException e) when (e.Results.TopicDescriptions.Single().Error.Code == ErrorCode.UnknownTopicOrPart)
        {
            return null;
        }
        catch (KafkaException e)
        {
            var reason = (e as DescribeTopicsException)?.Results.TopicDescriptions.Single().Error.Reason ?? e.Error.Reason;
            throw ProbeException.Unreachable($"--topic {name}: could not be looked up: {OneLine(reason)}; allow the probe to DESCRIBE it", e);
        }
    }

    private static async Task CreateAsync(IAdminClient admin, string name, int brokers)
    {
        var replicas = Math.Min(brokers, MostReplicas);
        var topic = new TopicSpecification
        {
            Name = name,
            NumPartitions = brokers,
            ReplicationFactor = (short)replicas,
            Configs = new()
            {
                ["cleanup.policy"] = "delete",
                ["retention.ms"] = "3600000",
                ["segment.ms"] = "600000",
                ["min.insync.replicas"] = Math.Max(1, replicas - 1).ToString(System.Globalization.CultureInfo.InvariantCulture),
            },
        };
        try
        {
            await admin.CreateTopicsAsync([topic], new CreateTopicsOptions { OperationTimeout = Timeout, RequestTimeout = Timeout });
        }
        catch (CreateTopicsException e) when (e.Results is [{ Error.Code: ErrorCode.TopicAlreadyExists }])
        {
            // Another instance was faster.
        }
        catch (KafkaException e)
        {
            var reason = (e as CreateTopicsException)?.Results.FirstOrDefault()?.Error.Reason ?? e.Error.Reason;
            throw ProbeException.Unreachable(
                $"--topic {name}: does not exist and could not be created: {OneLine(reason)}; create it, or allow the probe to CREATE it", e);
        }
    }

    private static string OneLine(string reason) => reason.ReplaceLineEndings(" ").Trim().TrimEnd('.');
}
