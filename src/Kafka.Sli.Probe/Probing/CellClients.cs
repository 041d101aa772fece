using Confluent.Kafka;
using Kafka.Sli.Probe.Plan;
using Kafka.Sli.Producing;

namespace Kafka.Sli.Probe.Probing;

/// <summary>Builds the clients of a cell from properties alone, so that they behave as a service's would.</summary>
internal sealed class CellClients
{
    private const string AutoCommit = "enable.auto.commit";

    private static readonly TimeSpan OffsetTimeout = TimeSpan.FromSeconds(10);

    private readonly string _bootstrap;
    private readonly CellPlan _plan;

    public CellClients(string bootstrap, CellPlan plan)
    {
        _bootstrap = bootstrap;
        _plan = plan;
    }

    /// <summary>The last thing that a client said about its connections.</summary>
    public Error? LastError { get; private set; }

    /// <summary>Whether the plan wants the client to commit by itself.</summary>
    public bool CommitsAutomatically => _plan.Consumer.GetValueOrDefault(AutoCommit) == "true";

    public SliProducer<byte[]?, byte[]> BuildProducer(KafkaSli sli, SliClientOptions client) => (SliProducer<byte[]?, byte[]>)Build(() => new SliProducerBuilder<byte[]?, byte[]>(
            With(_plan.Producer), sli, client)
        .SetErrorHandler((_, e) => Remember(e))
        .SetLogHandler((_, _) => { })
        .Build());

    public IConsumer<Ignore, Ignore> BuildConsumer(KafkaSli sli, SliClientOptions client, IModelClientEvents events, CommitPositions positions) => Build(() => new SliConsumerBuilder<Ignore, Ignore>(
            With(_plan.Consumer, ("group.id", _plan.Group), ("auto.offset.reset", "latest"), (AutoCommit, "false")), sli, client)
        .SetErrorHandler((_, e) => Remember(e))
        .SetLogHandler((_, _) => { })
        .SetPartitionsAssignedHandler((consumer, partitions) =>
        {
            var starts = Starts(consumer, partitions);
            events.Assigned([.. starts.Select(s => (s.Position.Partition.Value, s.IsResumed))]);
            return starts.Select(s => s.Position);
        })
        .SetPartitionsRevokedHandler((consumer, revoked) =>
        {
            // Whoever reads them next goes on where this one ended.
            Commit(consumer, positions);
            events.Revoked([.. revoked.Select(p => p.Partition.Value)]);
        })
        .SetPartitionsLostHandler((_, lost) =>
        {
            positions.Forget(lost.Select(p => p.TopicPartition));
            events.Revoked([.. lost.Select(p => p.Partition.Value)]);
        })
        .Build());

    private void Commit(IConsumer<Ignore, Ignore> consumer, CommitPositions positions)
    {
        try
        {
            if (!CommitsAutomatically && positions.Take() is { Count: > 0 } reached)
            {
                consumer.Commit(reached);
            }
        }
        catch (KafkaException e)
        {
            Remember(e.Error);
        }
    }

    /// <summary>
    /// A first start has no offsets, and "latest" is only looked up at the first fetch: what is sent before would never be
    /// read. So the end is looked up here.
    /// </summary>
    private static (TopicPartitionOffset Position, bool IsResumed)[] Starts(IConsumer<Ignore, Ignore> consumer, List<TopicPartition> partitions)
    {
        try
        {
            return
            [
                .. consumer.Committed(partitions, OffsetTimeout)
                    .Select(p => p.Offset.IsSpecial
                        ? (new TopicPartitionOffset(p.TopicPartition, consumer.QueryWatermarkOffsets(p.TopicPartition, OffsetTimeout).High), false)
                        : (p, true)),
            ];
        }
        catch (KafkaException)
        {
            // Left to the client, as for any service.
            return [.. partitions.Select(p => (new TopicPartitionOffset(p, Offset.Unset), false))];
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
            throw ProbeException.BadUsage($"--property: librdkafka refuses the configuration: {e.Message.ReplaceLineEndings(" ").Trim()}", e);
        }
    }

    /// <summary>The plan's own before the probe's.</summary>
    private Dictionary<string, string> With(IReadOnlyDictionary<string, string> plan, params ReadOnlySpan<(string Key, string Value)> own)
    {
        var all = new Dictionary<string, string> { ["client.id"] = "kafka-sli-probe" };
        foreach (var (key, value) in own)
        {
            all[key] = value;
        }

        foreach (var (key, value) in plan)
        {
            all[key] = value;
        }

        all["bootstrap.servers"] = _bootstrap;
        return all;
    }
}
