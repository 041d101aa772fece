using Confluent.Kafka;
using Kafka.Sli.Producing;

namespace Kafka.Sli.Probe.Probing;

/// <summary>Builds the clients of a cell from properties alone, so that they behave as a service's would.</summary>
internal sealed class CellClients
{
    private const string ProducersOwn = "dotnet.producer.";
    private const string ConsumersOwn = "dotnet.consumer.";

    private static readonly TimeSpan OffsetTimeout = TimeSpan.FromSeconds(10);

    private readonly Dictionary<string, string> _common;
    private readonly IReadOnlyDictionary<string, string> _properties;

    public CellClients(string bootstrap, IReadOnlyDictionary<string, string> properties)
    {
        _common = new Dictionary<string, string> { ["bootstrap.servers"] = bootstrap, ["client.id"] = "kafka-sli-probe" };
        _properties = properties;
    }

    public string Bootstrap => _common["bootstrap.servers"];

    /// <summary>The last thing that a client said about its connections.</summary>
    public Error? LastError { get; private set; }

    public IAdminClient BuildAdmin() => Build(() => new AdminClientBuilder(With(foreign: [ProducersOwn, ConsumersOwn])).SetErrorHandler((_, e) => Remember(e)).SetLogHandler((_, _) => { }).Build());

    public SliProducer<Null, byte[]> BuildProducer(KafkaSli sli, SliClientOptions client) => (SliProducer<Null, byte[]>)Build(() => new SliProducerBuilder<Null, byte[]>(
            With(foreign: [ConsumersOwn]), sli, client)
        .SetErrorHandler((_, e) => Remember(e))
        .SetLogHandler((_, _) => { })
        .Build());

    /// <param name="sli">What it reports to.</param>
    /// <param name="client">Its name and its group; a property group.id goes before that.</param>
    /// <param name="assigned">Called at each assignment, when every position is known.</param>
    public IConsumer<Ignore, byte[]> BuildConsumer(KafkaSli sli, SliClientOptions client, Action<IReadOnlyList<TopicPartition>> assigned) => Build(() => new SliConsumerBuilder<Ignore, byte[]>(
            With(foreign: [ProducersOwn], ("group.id", client.ConsumerGroup!), ("auto.offset.reset", "latest")), sli, client)
        .SetErrorHandler((_, e) => Remember(e))
        .SetLogHandler((_, _) => { })
        .SetPartitionsAssignedHandler((consumer, partitions) =>
        {
            var positions = Positions(consumer, partitions);
            assigned(partitions);
            return positions;
        })
        .Build());

    /// <summary>
    /// A first start has no offsets, and "latest" is only looked up at the first fetch: what is sent before would never be
    /// read. So the end is looked up here.
    /// </summary>
    private static TopicPartitionOffset[] Positions(IConsumer<Ignore, byte[]> consumer, List<TopicPartition> partitions)
    {
        try
        {
            return
            [
                .. consumer.Committed(partitions, OffsetTimeout)
                    .Select(p => p.Offset.IsSpecial ? new TopicPartitionOffset(p.TopicPartition, consumer.QueryWatermarkOffsets(p.TopicPartition, OffsetTimeout).High) : p),
            ];
        }
        catch (KafkaException)
        {
            // Left to the client, as for any service.
            return [.. partitions.Select(p => new TopicPartitionOffset(p, Offset.Unset))];
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

    /// <summary>Some combinations of properties are refused only by the client as a whole.</summary>
    private static T Build<T>(Func<T> build)
    {
        try
        {
            return build();
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or KafkaException)
        {
            throw Commands.ProbeException.BadUsage($"--property: librdkafka refuses the configuration: {e.Message.ReplaceLineEndings(" ").Trim()}", e);
        }
    }

    /// <summary>Each of Confluent.Kafka's clients refuses the properties that Confluent.Kafka itself has for another one.</summary>
    private Dictionary<string, string> With(ReadOnlySpan<string> foreign, params ReadOnlySpan<(string Key, string Value)> own)
    {
        var all = new Dictionary<string, string>(_common);
        foreach (var (key, value) in own)
        {
            all[key] = value;
        }

        foreach (var (key, value) in _properties)
        {
            all[key] = value;
        }

        foreach (var prefix in foreign)
        {
            foreach (var key in all.Keys.Where(k => k.StartsWith(prefix, StringComparison.Ordinal)).ToArray())
            {
                all.Remove(key);
            }
        }

        return all;
    }
}
