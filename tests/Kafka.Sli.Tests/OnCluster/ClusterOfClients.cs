using System.Diagnostics;
using Confluent.Kafka;
using Kafka.Sli.Probe.Embedded;

namespace Kafka.Sli.Tests.OnCluster;

/// <summary>An embedded cluster with one topic, and clients that are measured in one of the two ways.</summary>
internal sealed class ClusterOfClients : IDisposable
{
    public const string Topic = "orders";
    public const string Group = "billing";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly List<IDisposable> _clients = [];

    public ClusterOfClients(params string[] objectives)
    {
        var options = new KafkaSliOptions { ConsumerGroup = "by-option" };
        foreach (var objective in objectives)
        {
            options.Objectives.Add(objective);
        }

        Sli = KafkaSli.Create(options);
        Measured = new Measurements(Sli);
        Brokers.CreateTopic(Topic, partitions: 1);
    }

    public EmbeddedCluster Brokers { get; } = EmbeddedCluster.Start(brokers: 1);

    public KafkaSli Sli { get; }

    public Measurements Measured { get; }

    public static Message<string, string> Message() => new() { Key = "k", Value = "v" };

    public IProducer<string, string> Producer(bool isBuilt, params (string Key, string Value)[] settings)
    {
        var config = new ProducerConfig { BootstrapServers = Brokers.BootstrapServers, LingerMs = 0, ReconnectBackoffMs = 50, ReconnectBackoffMaxMs = 200 };
        Array.ForEach(settings, s => config.Set(s.Key, s.Value));
        var builder = isBuilt ? new SliProducerBuilder<string, string>(config, Sli) : new ProducerBuilder<string, string>(config);
        return Kept(builder.SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build().WithSli(Sli));
    }

    public IConsumer<string, string> Consumer(bool isBuilt, Action<ConsumerConfig>? configure = null, Action<ConsumerBuilder<string, string>>? build = null)
    {
        var config = new ConsumerConfig
        {
            BootstrapServers = Brokers.BootstrapServers,
            GroupId = Group,
            FetchWaitMaxMs = 10,
            AutoOffsetReset = AutoOffsetReset.Earliest,
            SessionTimeoutMs = 1500,
            HeartbeatIntervalMs = 200,
        };
        configure?.Invoke(config);
        var builder = isBuilt ? new SliConsumerBuilder<string, string>(config, Sli) : new ConsumerBuilder<string, string>(config);
        build?.Invoke(builder);
        return Kept(builder.SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build().WithSli(Sli));
    }

    /// <summary>Asks for messages until something has come about.</summary>
    public static void PollUntil(IConsumer<string, string> consumer, Func<bool> isReached)
    {
        for (var watch = Stopwatch.StartNew(); !isReached(); Assert.True(watch.Elapsed < Patience))
        {
            consumer.Consume(TimeSpan.FromMilliseconds(20));
        }
    }

    public static async Task Until(Func<bool> isReached)
    {
        for (var watch = Stopwatch.StartNew(); !isReached(); Assert.True(watch.Elapsed < Patience))
        {
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }

    public void Dispose()
    {
        _clients.ForEach(c => c.Dispose());
        Measured.Dispose();
        Sli.Dispose();
        Brokers.Dispose();
    }

    private TClient Kept<TClient>(TClient client)
        where TClient : IDisposable
    {
        _clients.Add(client);
        return client;
    }
}
