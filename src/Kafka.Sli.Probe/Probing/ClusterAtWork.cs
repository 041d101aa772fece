using System.Collections.Concurrent;
using Confluent.Kafka;
using Kafka.Sli.Probe.Embedded;
using Kafka.Sli.Probe.Plan;
using Kafka.Sli.Probe.Topics;

namespace Kafka.Sli.Probe.Probing;

/// <summary>One cluster that is measured, and the connection by which its topics are looked after.</summary>
internal sealed class ClusterAtWork : IDisposable
{
    private const int EmbeddedBrokers = 3;

    /// <summary>
    /// The embedded brokers answer a fetch when its wait is over, also when messages came in meanwhile. At librdkafka's default of
    /// 500 ms that alone would be the delivery latency.
    /// </summary>
    private const string EmbeddedFetchWait = "10";

    private readonly EmbeddedCluster? _embedded;
    private readonly ConcurrentDictionary<string, bool> _topics = new();

    public ClusterAtWork(ClusterPlan plan)
    {
        Plan = plan;
        _embedded = plan.Bootstrap is null ? EmbeddedCluster.Start(EmbeddedBrokers) : null;
        Bootstrap = _embedded?.BootstrapServers ?? plan.Bootstrap!;
        Admin = BuildAdmin();
    }

    public ClusterPlan Plan { get; }

    public string Bootstrap { get; }

    /// <summary>As it may be told.</summary>
    public string ShownBootstrap => _embedded is null ? Plan.ShownBootstrap : Bootstrap;

    public IAdminClient Admin { get; }

    /// <summary>The last thing that it said about its connections.</summary>
    public Error? LastError { get; private set; }

    public int Brokers { get; private set; }

    /// <exception cref="ProbeException">The cluster does not answer, or refuses.</exception>
    public async Task<ProbeTopic> FindTopicAsync(CellPlan cell)
    {
        // The embedded cluster knows no CreateTopics request.
        if (_embedded is not null && _topics.TryAdd(cell.Topic, true))
        {
            _embedded.CreateTopic(cell.Topic, EmbeddedBrokers);
        }

        var topic = await ProbeTopic.EnsureAsync(Admin, cell.Topic, ShownBootstrap, () => LastError);
        Brokers = topic.Brokers;
        return topic;
    }

    /// <summary>The cell as it is run here.</summary>
    public CellPlan Adapt(CellPlan cell) => _embedded is null || cell.Consumer.ContainsKey("fetch.wait.max.ms")
        ? cell
        : cell with { Consumer = new Dictionary<string, string>(cell.Consumer) { ["fetch.wait.max.ms"] = EmbeddedFetchWait } };

    public void Dispose()
    {
        Admin.Dispose();
        _embedded?.Dispose();
    }

    private IAdminClient BuildAdmin()
    {
        var properties = Plan.Properties
            .Where(p => !p.Key.StartsWith(ConfluentProperties.Prefix, StringComparison.Ordinal))
            .Append(new("bootstrap.servers", Bootstrap))
            .Append(new("client.id", "kafka-sli-probe"))
            .DistinctBy(p => p.Key);
        try
        {
            return new AdminClientBuilder(properties).SetErrorHandler((_, e) => Remember(e)).SetLogHandler((_, _) => { }).Build();
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or KafkaException)
        {
            throw ProbeException.BadUsage($"--property: librdkafka refuses the configuration: {e.Message.ReplaceLineEndings(" ").Trim()}", e);
        }
    }

    /// <summary>That all brokers are down is said after what is the matter with each, which tells more.</summary>
    private void Remember(Error error)
    {
        if (LastError is null || error.Code != ErrorCode.Local_AllBrokersDown)
        {
            LastError = error;
        }
    }
}
