using Confluent.Kafka;
using Kafka.Sli.Probe.Judging;
using Kafka.Sli.Probe.Plan;
using Kafka.Sli.Producing;

namespace Kafka.Sli.Probe.Probing;

/// <summary>Builds the clients of a cell from properties alone, so that they behave as a service's would.</summary>
internal sealed class CellClients
{
    private const string AutoCommit = "enable.auto.commit";
    private const string AutoStore = "enable.auto.offset.store";
    private const string OffsetReset = "auto.offset.reset";

    /// <summary>Some seconds of reading at most.</summary>
    private const int MostBacklog = 10_000;

    private static readonly TimeSpan OffsetTimeout = TimeSpan.FromSeconds(10);

    private readonly ClientErrors _errors = new();
    private readonly string _bootstrap;
    private readonly CellPlan _plan;
    private readonly string _instance;

    public CellClients(string bootstrap, CellPlan plan, string instance)
    {
        _bootstrap = bootstrap;
        _plan = plan;
        _instance = instance;
    }

    /// <summary>The last thing that a client said about its connections.</summary>
    public Error? LastError => _errors.Last;

    /// <summary>Why its producer can do no more, for good; <see langword="null"/> as long as it can.</summary>
    public Error? FatalError { get; private set; }

    /// <summary>A call has said so.</summary>
    public void HasFailed(Error error) => FatalError ??= error;

    public SliProducer<byte[]?, byte[]> BuildProducer(KafkaSli sli, SliClientOptions client, IModelClientEvents events) => (SliProducer<byte[]?, byte[]>)Build(() => new SliProducerBuilder<byte[]?, byte[]>(
            With(_plan.Producer, _plan.TransactionEvery is null ? [] : [("transactional.id", _plan.TransactionalId(_instance))]), sli, client)
        .SetErrorHandler((_, e) =>
        {
            FatalError = e.IsFatal ? e : FatalError;
            Heard(e, events);
        })
        .SetLogHandler((_, _) => { })
        .Build());

    /// <param name="sli">Decorates it.</param>
    /// <param name="client">How its figures are called.</param>
    /// <param name="events">Told of what it reads.</param>
    /// <param name="commit">Commits what there is to commit, at once.</param>
    public IConsumer<Ignore, Ignore> BuildConsumer(KafkaSli sli, SliClientOptions client, IModelClientEvents events, Action commit)
    {
        var own = new List<(string, string)> { ("group.id", _plan.Group), (OffsetReset, "earliest"), (AutoCommit, "false") };
        if (_plan.HasStaticMembership)
        {
            own.Add(("group.instance.id", _plan.MemberName(_instance)));
        }

        var properties = With(_plan.Consumer, [.. own]);
        if (_plan.CommitsAutomatically)
        {
            // When is the client's own choice; how far is not, for what it commits is told.
            properties[AutoStore] = "false";
        }

        var builder = new SliConsumerBuilder<Ignore, Ignore>(properties, sli, client)
            .SetErrorHandler((_, e) => Heard(e, events))
            .SetLogHandler((_, _) => { })
            .SetPartitionsAssignedHandler((consumer, partitions) =>
            {
                var starts = Starts(consumer, partitions);
                events.Assigned([.. starts.Select(s => new PartitionStart(s.Position.Partition, s.Position.Offset.IsSpecial ? null : s.Position.Offset.Value, s.IsResumed))]);
                return starts.Select(s => s.Position);
            })
            .SetPartitionsRevokedHandler((_, revoked) =>
            {
                // Whoever reads them next goes on where this one ended.
                commit();
                events.Revoked([.. revoked.Select(p => p.Partition.Value)]);
            })
            .SetPartitionsLostHandler((_, lost) => events.Lost([.. lost.Select(p => p.Partition.Value)]));
        if (_plan.CommitsAutomatically)
        {
            builder.SetOffsetsCommittedHandler((_, committed) => events.Committed([.. committed.Offsets.Where(o => !o.Error.IsError && !o.Offset.IsSpecial).Select(o => (o.Partition.Value, o.Offset.Value))]));
        }

        return Build(builder.Build);
    }

    /// <summary>A reader that is apart from the group, but may read what the group may.</summary>
    public IConsumer<Ignore, Ignore> BuildLookBackConsumer()
    {
        var properties = With(_plan.Consumer, ("group.id", _plan.Group));
        foreach (var membership in (string[])["group.instance.id", "group.protocol", "group.remote.assignor", "partition.assignment.strategy"])
        {
            properties.Remove(membership);
        }

        properties[AutoCommit] = "false";
        properties[OffsetReset] = "error";
        properties["enable.partition.eof"] = "true";
        return Build(() => new ConsumerBuilder<Ignore, Ignore>(properties).SetErrorHandler((_, _) => { }).SetLogHandler((_, _) => { }).Build());
    }

    /// <summary>
    /// A group that has never committed reads from the beginning, so that nothing of its own is missed, whichever of its members begins: the library takes what was sent before for backlog.
    /// A log that somebody has long written to is not read again; its end is looked up here, for what is sent before the first fetch would look it up would never be read.
    /// </summary>
    private static (TopicPartitionOffset Position, bool IsResumed)[] Starts(IConsumer<Ignore, Ignore> consumer, List<TopicPartition> partitions)
    {
        try
        {
            return
            [
                .. consumer.Committed(partitions, OffsetTimeout)
                    .Select(p => p.Offset.IsSpecial
                        ? (new TopicPartitionOffset(p.TopicPartition, FirstStart(consumer.QueryWatermarkOffsets(p.TopicPartition, OffsetTimeout))), false)
                        : (new TopicPartitionOffset(p.TopicPartition, p.Offset), true)),
            ];
        }
        catch (KafkaException)
        {
            // Left to the client, as for any service.
            return [.. partitions.Select(p => (new TopicPartitionOffset(p, Offset.Unset), false))];
        }
    }

    private static Offset FirstStart(WatermarkOffsets log) => log.High - log.Low <= MostBacklog ? log.Low : log.High;

    private void Heard(Error error, IModelClientEvents events)
    {
        _errors.Heard(error);
        if (ConnectionRefusal.Of(error) is { } refusal)
        {
            events.Refused(refusal, error.Reason);
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
