using System.Diagnostics;
using Confluent.Kafka;
using Kafka.Sli.Probe.Embedded;

namespace Kafka.Sli.Probe.Tests.Embedded;

/// <summary>Confluent.Kafka's clients as the tests want them: soon back after a fault, and silent.</summary>
internal static class Clients
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static IProducer<string, string> Producer(EmbeddedCluster cluster, params (string Key, string Value)[] settings) =>
        Producer(cluster.BootstrapServers, settings);

    public static IProducer<string, string> Producer(string bootstrapServers, params (string Key, string Value)[] settings)
    {
        var config = new ProducerConfig
        {
            BootstrapServers = bootstrapServers,
            LingerMs = 0,
            MessageTimeoutMs = 10_000,
            RetryBackoffMs = 20,
            RetryBackoffMaxMs = 100,
            ReconnectBackoffMs = 20,
            ReconnectBackoffMaxMs = 100,
        };
        Apply(config, settings);
        return new ProducerBuilder<string, string>(config).SetLogHandler(Silence).SetErrorHandler(Silence).Build();
    }

    public static IConsumer<string, string> Consumer(EmbeddedCluster cluster, string group, params (string Key, string Value)[] settings) =>
        Consumer(cluster.BootstrapServers, group, settings);

    public static IConsumer<string, string> Consumer(string bootstrapServers, string group, params (string Key, string Value)[] settings)
    {
        var config = new ConsumerConfig
        {
            BootstrapServers = bootstrapServers,
            GroupId = group,
            AutoOffsetReset = AutoOffsetReset.Earliest,
            FetchWaitMaxMs = 50,
            ReconnectBackoffMs = 20,
            ReconnectBackoffMaxMs = 100,
        };
        if (!settings.Any(static setting => setting.Key == "group.protocol"))
        {
            // The mock lets each classic rebalance after the first wait for the session timeout less a second.
            config.SessionTimeoutMs = 1500;
            config.HeartbeatIntervalMs = 200;
        }

        Apply(config, settings);
        return new ConsumerBuilder<string, string>(config).SetLogHandler(Silence).SetErrorHandler(Silence).Build();
    }

    public static IAdminClient Admin(EmbeddedCluster cluster) =>
        new AdminClientBuilder(new AdminClientConfig { BootstrapServers = cluster.BootstrapServers }).SetLogHandler(Silence).SetErrorHandler(Silence).Build();

    public static Metadata Metadata(EmbeddedCluster cluster)
    {
        using var admin = Admin(cluster);
        return admin.GetMetadata(Patience);
    }

    public static async Task<TimeSpan> SendAsync(IProducer<string, string> producer, string topic, int partition, string value = "v")
    {
        var start = Stopwatch.GetTimestamp();
        await producer.ProduceAsync(new TopicPartition(topic, partition), new() { Key = "k", Value = value }, TestContext.Current.CancellationToken);
        return Stopwatch.GetElapsedTime(start);
    }

    /// <summary>Not awaited: its end is the source's.</summary>
    public static TaskCompletionSource<ErrorCode> Begin(IProducer<string, string> producer, string topic, int partition)
    {
        var settled = new TaskCompletionSource<ErrorCode>(TaskCreationOptions.RunContinuationsAsynchronously);
        producer.Produce(new TopicPartition(topic, partition), new() { Key = "k", Value = "v" }, report => settled.TrySetResult(report.Error.Code));
        return settled;
    }

    public static async Task<ErrorCode> FailureOfSendAsync(IProducer<string, string> producer, string topic, int partition)
    {
        var failure = await Assert.ThrowsAsync<ProduceException<string, string>>(() => SendAsync(producer, topic, partition));
        return failure.Error.Code;
    }

    public static ConsumeResult<string, string> Next(IConsumer<string, string> consumer) =>
        consumer.Consume(Patience) ?? throw new TimeoutException("nothing to consume");

    private static void Apply(ClientConfig config, (string Key, string Value)[] settings)
    {
        foreach (var (key, value) in settings)
        {
            config.Set(key, value);
        }
    }

    private static void Silence<TClient, TEvent>(TClient client, TEvent entry)
    {
    }
}
