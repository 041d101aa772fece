namespace Kafka.Sli.Probe.Plan;

/// <summary>A plan file, as it stands.</summary>
internal sealed class PlanDocument
{
    [PlanKey("clusters", "The clusters to measure, each by a name of your own.", IsRequired = true)]
    public NamedParts<ClusterDocument>? Clusters { get; set; }

    [PlanKey("profiles", "Client implementations and configurations, each by a name of your own. Without them one, 'default', with the client's defaults.")]
    public NamedParts<ProfileDocument>? Profiles { get; set; }

    [PlanKey("loads", "What is sent, each by a name of your own. Without them one, 'default', of 50/s and 1KiB.")]
    public NamedParts<LoadDocument>? Loads { get; set; }

    [PlanKey("objectives", "What is promised, one line each, like 'produce: 99.999% < 5s over 30d'.")]
    public IReadOnlyList<Located<string>>? Objectives { get; set; }

    [PlanKey("matrix", "Properties of the clients, each with a list of values: every combination is a cell.")]
    public PlanMatrix? Matrix { get; set; }

    [PlanKey("clock.correction", "Whether delivery ages are also told as if all instances' clocks showed the same; false without it.")]
    public Located<Switch>? ClockCorrection { get; set; }
}

/// <summary>A cluster and how it is reached.</summary>
internal sealed class ClusterDocument
{
    [PlanKey("topic.prefix", "What the names of the probe's topics begin with; kafka-sli-probe without it.")]
    public Located<TopicPrefix>? Prefix { get; set; }

    [PlanKey("manage", "Whether the probe creates its topics and keeps them led by every broker; true without it.")]
    public Located<Switch>? Manage { get; set; }

    [PlanKey("partitions.per.broker", "How many partitions of each topic every broker leads at least; 1 without it.")]
    public Located<Count>? PartitionsPerBroker { get; set; }

    public PropertyMap Properties { get; set; } = new();
}

/// <summary>A client implementation and its configuration.</summary>
internal sealed class ProfileDocument
{
    [PlanKey("client", "The client implementation: librdkafka, java (Apache Kafka's own), or external (a command of yours that speaks the probe's protocol); librdkafka without it.")]
    public Located<ClientImplementation>? Client { get; set; }

    [PlanKey("libs", "Of client: java, the folder of the client's libraries (kafka-clients); KAFKA_HOME/libs without it.")]
    public Located<FolderPath>? Libs { get; set; }

    [PlanKey("command", "Of client: external, the program and its arguments, as a list. It is started in the plan's own folder; arguments are taken as they stand.")]
    public IReadOnlyList<Located<string>>? Command { get; set; }

    [PlanKey("static.membership", "Whether the name of an instance is its group.instance.id, so that its restart is no rebalance; false without it.")]
    public Located<Switch>? StaticMembership { get; set; }

    [PlanKey("warm.up", "How long the first events of a client are told apart and not judged; without it 10s for client: java, whose code is compiled as it runs, and 0s for the others.")]
    public Located<SpanOrNone>? WarmUp { get; set; }

    [PlanKey("transaction.every", "Sends in transactions of this length; outside of any without it.")]
    public Located<Span>? TransactionEvery { get; set; }

    [PlanKey("producer", "Properties of the producer, under the client's own names.")]
    public PropertyMap? Producer { get; set; }

    [PlanKey("consumer", "Properties of the consumer, under the client's own names.")]
    public PropertyMap? Consumer { get; set; }
}

/// <summary>What is sent, and when.</summary>
internal sealed class LoadDocument
{
    [PlanKey("rate", "Messages in a time, of each instance of the probe; 50/s without it.")]
    public Located<Rate>? Rate { get; set; }

    [PlanKey("size", "The size of a message's value; 1KiB without it.")]
    public Located<ByteSize>? Size { get; set; }

    [PlanKey("payload", "What values are made of; random without it.")]
    public Located<PayloadKind>? Payload { get; set; }

    [PlanKey("keys", "The keys of messages; none without it.")]
    public KeysDocument? Keys { get; set; }

    [PlanKey("burst", "Sends what the rate makes of a time within a part of it, and then waits.")]
    public BurstDocument? Burst { get; set; }
}

/// <summary>How messages are keyed.</summary>
internal sealed class KeysDocument
{
    [PlanKey("count", "How many different keys there are.", IsRequired = true)]
    public Located<Count>? Count { get; set; }

    [PlanKey("distribution", "How often each key is drawn; uniform without it.")]
    public Located<KeyDistribution>? Distribution { get; set; }
}

/// <summary>The shape of a load that comes in bursts.</summary>
internal sealed class BurstDocument
{
    [PlanKey("every", "From the beginning of a burst to that of the next one.", IsRequired = true)]
    public Located<Span>? Every { get; set; }

    [PlanKey("for", "How long a burst lasts; shorter than 'every'.", IsRequired = true)]
    public Located<Span>? For { get; set; }
}
