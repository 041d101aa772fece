using System.Diagnostics;
using Confluent.Kafka;
using Kafka.Sli.Probe.Embedded;

namespace Kafka.Sli.Tests.OnCluster;

/// <summary>One broker, and clients of it that are the same in every way but for what decorates them.</summary>
internal sealed class MeasuredCluster : IDisposable
{
    public const string Topic = "orders";

    /// <summary>A bound for what never comes, not for what is slow.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    public MeasuredCluster(int partitions = 1)
    {
        Measured = new Measurements(Sli);
        Brokers.CreateTopic(Topic, partitions);
    }

    public EmbeddedCluster Brokers { get; } = EmbeddedCluster.Start(brokers: 1);

    public KafkaSli Sli { get; } = KafkaSli.Create();

    public Measurements Measured { get; }

    public void Dispose()
    {
        Measured.Dispose();
        Sli.Dispose();
        Brokers.Dispose();
    }

    public IProducer<string, string> Producer(
        Way way, Action<ProducerConfig>? configure = null, Action<ProducerBuilder<string, string>>? handle = null)
    {
        var config = new ProducerConfig { BootstrapServers = Brokers.BootstrapServers, LingerMs = 0, ReconnectBackoffMs = 50, ReconnectBackoffMaxMs = 200 };
        configure?.Invoke(config);
        var builder = way == Way.Built ? new SliProducerBuilder<string, string>(config, Sli) : new ProducerBuilder<string, string>(config);
        handle?.Invoke(builder);
        Quietly(() => builder.SetLogHandler((_, _) => { }));
        Quietly(() => builder.SetErrorHandler((_, _) => { }));
        return way == Way.Wrapped ? builder.Build().WithSli(Sli) : builder.Build();
    }

    public IConsumer<string, string> Consumer(
        Way way, Action<ConsumerConfig>? configure = null, Action<ConsumerBuilder<string, string>>? handle = null)
    {
        var config = new ConsumerConfig
        {
            BootstrapServers = Brokers.BootstrapServers,
            GroupId = "billing",
            AutoOffsetReset = AutoOffsetReset.Earliest,
            EnableAutoCommit = false,
            FetchWaitMaxMs = 10,
            SessionTimeoutMs = 1500,
            HeartbeatIntervalMs = 200,
        };
        configure?.Invoke(config);
        var builder = way == Way.Built ? new SliConsumerBuilder<string, string>(config, Sli) : new ConsumerBuilder<string, string>(config);
        handle?.Invoke(builder);
        Quietly(() => builder.SetLogHandler((_, _) => { }));
        Quietly(() => builder.SetErrorHandler((_, _) => { }));
        return way == Way.Wrapped ? builder.Build().WithSli(Sli) : builder.Build();
    }

    /// <summary>Messages that nobody of the test's clients has sent.</summary>
    public async Task FillAsync(params string[] values)
    {
        using var producer = Producer(Way.Without);
        foreach (var value in values)
        {
            await producer.ProduceAsync(new TopicPartition(Topic, 0), new() { Key = "k", Value = value });
        }
    }

    /// <summary>All values of a topic's first partition.</summary>
    public List<string> Read(string topic = Topic)
    {
        using var consumer = Consumer(Way.Without, c => c.EnablePartitionEof = true);
        consumer.Assign(new TopicPartitionOffset(topic, 0, Offset.Beginning));
        var values = new List<string>();
        for (var result = Next(consumer); !result.IsPartitionEOF; result = Next(consumer))
        {
            values.Add(result.Message.Value);
        }

        return values;
    }

    public static ConsumeResult<string, string> Next(IConsumer<string, string> consumer) =>
        consumer.Consume(Patience) ?? throw new TimeoutException("nothing to consume");

    /// <summary>Consumes, as handlers want it, until it has happened.</summary>
    public static void ConsumeUntil(IConsumer<string, string> consumer, Func<bool> hasHappened)
    {
        var watch = Stopwatch.StartNew();
        while (!hasHappened())
        {
            Assert.True(watch.Elapsed < Patience, "it has not happened");
            consumer.Consume(TimeSpan.FromMilliseconds(20));
        }
    }

    /// <summary>A handler may be set once: the test's own goes first.</summary>
    private static void Quietly(Action set)
    {
        try
        {
            set();
        }
        catch (InvalidOperationException)
        {
        }
    }
}
