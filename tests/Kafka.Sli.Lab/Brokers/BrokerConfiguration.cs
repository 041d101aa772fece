using Kafka.Sli.Lab.Security;

namespace Kafka.Sli.Lab.Brokers;

/// <summary>A broker's properties.</summary>
internal sealed class BrokerConfiguration
{
    private readonly ClusterOptions _cluster;
    private readonly BrokerOptions _broker;
    private readonly string _voters;
    private readonly string _folder;
    private readonly ClusterSecurity? _security;

    /// <param name="cluster">What all brokers have in common.</param>
    /// <param name="broker">This one.</param>
    /// <param name="voters">The controllers: <c>1@127.0.0.1:15001,…</c>.</param>
    /// <param name="controllerPort">Its own as a controller.</param>
    /// <param name="folder">Where it keeps what it keeps.</param>
    /// <param name="security">Its further listeners; <see langword="null"/> for none.</param>
    public BrokerConfiguration(ClusterOptions cluster, BrokerOptions broker, string voters, int controllerPort, string folder, ClusterSecurity? security)
    {
        (_cluster, _broker, _voters, _folder, _security) = (cluster, broker, voters, folder, security);
        Listeners.Add(("PLAINTEXT", "PLAINTEXT", FreePorts.Next()));
        foreach (var (name, protocol) in security?.Listeners ?? [])
        {
            Listeners.Add((name, protocol, FreePorts.Next()));
        }

        if (broker.IsVoter)
        {
            Listeners.Add(("CONTROLLER", "PLAINTEXT", controllerPort));
        }
    }

    public List<(string Name, string Protocol, int Port)> Listeners { get; } = [];

    public string Rack => $"rack-{_broker.Id}";

    public string MetadataFolder => Path.Combine(_folder, "metadata");

    public string DataFolder => _broker.DataFolder ?? MetadataFolder;

    public string Address(string listener) => $"{KafkaCluster.Address}:{Listeners.Single(l => l.Name == listener).Port}";

    public string Text()
    {
        var clients = Listeners.Where(l => l.Name != "CONTROLLER").Select(l => l.Name);
        string[] lines =
        [
            $"node.id={_broker.Id}",
            $"process.roles={(_broker.IsVoter ? "broker,controller" : "broker")}",
            $"broker.rack={Rack}",
            $"listeners={string.Join(',', Listeners.Select(l => $"{l.Name}://{Address(l.Name)}"))}",
            $"advertised.listeners={string.Join(',', clients.Select(name => $"{name}://{Address(name)}"))}",
            $"listener.security.protocol.map=CONTROLLER:PLAINTEXT,{string.Join(',', Listeners.Where(l => l.Name != "CONTROLLER").Select(l => $"{l.Name}:{l.Protocol}"))}",
            "inter.broker.listener.name=PLAINTEXT",
            "controller.listener.names=CONTROLLER",
            $"controller.quorum.voters={_voters}",
            $"metadata.log.dir={MetadataFolder}",
            $"log.dirs={DataFolder}",
            $"broker.session.timeout.ms={_cluster.SessionTimeout.TotalMilliseconds}",
            $"broker.heartbeat.interval.ms={Math.Min(2000, _cluster.SessionTimeout.TotalMilliseconds / 6)}",
            "default.replication.factor=3",
            "min.insync.replicas=2",
            "offsets.topic.replication.factor=3",
            "offsets.topic.num.partitions=3",
            "transaction.state.log.replication.factor=3",
            "transaction.state.log.min.isr=2",
            "transaction.state.log.num.partitions=3",
            "share.coordinator.state.topic.replication.factor=3",
            "group.initial.rebalance.delay.ms=0",
            "auto.create.topics.enable=false",
            "log.cleaner.dedupe.buffer.size=2097152",
            "num.network.threads=2",
            "num.io.threads=2",
            .. _security?.BrokerProperties ?? [],
        ];
        return string.Join('\n', lines) + "\n";
    }
}
