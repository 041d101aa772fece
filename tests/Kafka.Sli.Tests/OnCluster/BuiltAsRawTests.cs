using Confluent.Kafka;
using Kafka.Sli.Probe.Embedded;

namespace Kafka.Sli.Tests.OnCluster;

/// <summary>Small things in which a client of our builder could differ from one of Confluent.Kafka's, each seen to be the same.</summary>
public sealed class BuiltAsRawTests : IDisposable
{
    private static readonly AsyncLocal<string?> Ambient = new();

    private readonly ClusterOfClients _given = new();

    public void Dispose() => _given.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_full_queue_is_told_also_to_who_has_cancelled(bool isBuilt)
    {
        var producer = Builder(isBuilt, new ProducerConfig { BootstrapServers = "127.0.0.1:9", QueueBufferingMaxMessages = 1 }).Build();
        _ = producer.ProduceAsync("orders", ClusterOfClients.Message());

        var refusal = await Assert.ThrowsAsync<ProduceException<string, string>>(
            () => producer.ProduceAsync("orders", ClusterOfClients.Message(), new CancellationToken(canceled: true)));

        Assert.Equal(ErrorCode.Local_QueueFull, refusal.Error.Code);
        producer.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_a_serializer_sets_in_its_execution_context_ends_with_the_call(bool isBuilt)
    {
        using var producer = Builder(isBuilt, new ProducerConfig { BootstrapServers = _given.Brokers.BootstrapServers }).SetValueSerializer(new Ambitious()).Build();

        var sent = producer.ProduceAsync(ClusterOfClients.Topic, ClusterOfClients.Message());
        Assert.Null(Ambient.Value);
        await sent;
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Of_a_setting_of_Confluents_that_is_given_twice_the_first_counts(bool isBuilt)
    {
        KeyValuePair<string, string>[] config =
        [
            new("bootstrap.servers", "127.0.0.1:9"),
            new("dotnet.producer.enable.delivery.reports", "false"),
            new("dotnet.producer.enable.delivery.reports", "true"),
        ];
        using var producer = Builder(isBuilt, config).Build();

        var result = await producer.ProduceAsync("orders", ClusterOfClients.Message());

        Assert.Equal(PersistenceStatus.NotPersisted, result.Status);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_automatic_commit_that_failed_is_logged_when_there_is_no_handler_for_it(bool isBuilt)
    {
        var logged = new List<LogMessage>();
        var config = new ConsumerConfig { BootstrapServers = _given.Brokers.BootstrapServers, GroupId = "g", AutoCommitIntervalMs = 50, FetchWaitMaxMs = 10 };
        var builder = isBuilt ? new SliConsumerBuilder<string, string>(config, _given.Sli) : new ConsumerBuilder<string, string>(config);
        using var consumer = builder.SetLogHandler((_, line) =>
        {
            lock (logged)
            {
                logged.Add(line);
            }
        }).Build();
        consumer.Assign(new TopicPartitionOffset(ClusterOfClients.Topic, 0, Offset.Beginning));
        consumer.Consume(TimeSpan.FromMilliseconds(100));
        _given.Brokers.PushRequestErrors(KafkaApi.OffsetCommit, ErrorCode.GroupAuthorizationFailed);
        await _given.Producer(isBuilt: false).ProduceAsync(ClusterOfClients.Topic, ClusterOfClients.Message());

        LogMessage? failure = null;
        ClusterOfClients.PollUntil(consumer, () =>
        {
            lock (logged)
            {
                failure = logged.Find(l => l.Facility == "COMMITFAIL");
                return failure is not null;
            }
        });

        Assert.Equal(SyslogLevel.Warning, failure!.Level);
        Assert.Equal(consumer.Name, failure.Name);
        Assert.Contains("failed for 1/1 partition(s)", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Group authorization failed", failure.Message, StringComparison.Ordinal);
    }

    private ProducerBuilder<string, string> Builder(bool isBuilt, IEnumerable<KeyValuePair<string, string>> config) =>
        (isBuilt ? new SliProducerBuilder<string, string>(config, _given.Sli) : new ProducerBuilder<string, string>(config)).SetLogHandler((_, _) => { });

    private sealed class Ambitious : ISerializer<string>
    {
        public byte[] Serialize(string data, SerializationContext context)
        {
            Ambient.Value = "set";
            return [1];
        }
    }
}
