using System.Diagnostics;
using Confluent.Kafka;
using Kafka.Sli.Lab.Brokers;
using Kafka.Sli.Lab.Observing;

namespace Kafka.Sli.Lab.Accuracy;

/// <summary>Clients as a service has them, on a topic that every broker leads a partition of.</summary>
internal sealed class MeasuredClients : IAsyncDisposable
{
    /// <summary>How many messages a producer sends before any counts.</summary>
    public const int WarmUpSends = 300;

    private readonly KafkaCluster _cluster;

    private MeasuredClients(KafkaCluster cluster, string name, KafkaSliOptions options)
    {
        (_cluster, Name) = (cluster, name);
        Sli = KafkaSli.Create(options);
        Recorded = new Recorded(name);
    }

    /// <summary>Of the clients, of the topic, and of the group.</summary>
    public string Name { get; }

    public KafkaSli Sli { get; }

    public Recorded Recorded { get; }

    public int Partitions { get; private init; }

    public static async Task<MeasuredClients> StartAsync(KafkaCluster cluster, string name, params string[] objectives)
    {
        var options = new KafkaSliOptions();
        Array.ForEach(objectives, options.Objectives.Add);
        var placements = Placements.Of(cluster);
        await cluster.Admin.CreateTopicAsync(name, placements);
        return new MeasuredClients(cluster, name, options) { Partitions = placements.Length };
    }

    public IProducer<Null, byte[]> BuildProducer(Action<ProducerConfig>? configure = null)
    {
        var config = new ProducerConfig { BootstrapServers = _cluster.BootstrapServers, Acks = Acks.All, LingerMs = 0, ReconnectBackoffMs = 50, ReconnectBackoffMaxMs = 200 };
        configure?.Invoke(config);
        return new SliProducerBuilder<Null, byte[]>(config, Sli, new SliClientOptions { Name = Name }).SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build();
    }

    public IConsumer<Ignore, byte[]> BuildConsumer()
    {
        var config = new ConsumerConfig { BootstrapServers = _cluster.BootstrapServers, GroupId = Name, FetchWaitMaxMs = 100, AutoOffsetReset = AutoOffsetReset.Earliest };
        return new SliConsumerBuilder<Ignore, byte[]>(config, Sli, new SliClientOptions { Name = Name, ConsumerGroup = Name })
            .SetLogHandler((_, _) => { })
            .SetErrorHandler((_, _) => { })
            .Build();
    }

    /// <summary>Connections are made, and code is compiled, by the first messages.</summary>
    public Task WarmUpAsync(IProducer<Null, byte[]> producer) => Task.Run(() =>
    {
        var load = new ObservedLoad(producer, Name, Partitions);
        for (var i = 0; i < WarmUpSends; i++)
        {
            load.Send(Stopwatch.GetTimestamp());
            Thread.Sleep(1);
        }

        load.Stop();
    });

    /// <summary>The numbers that stand in the log.</summary>
    public async Task<IReadOnlyList<int>> ReadLogAsync() =>
        [.. (await LogReader.ReadAsync(_cluster.BootstrapServers, Name, Partitions)).Select(r => ObservedLoad.NumberOf(r.Message.Value))];

    public async ValueTask DisposeAsync()
    {
        Recorded.Dispose();
        await Sli.DisposeAsync();
        await _cluster.Admin.DeleteTopicAsync(Name);
    }
}
