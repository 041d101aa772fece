using Confluent.Kafka;
using Kafka.Sli.Consuming;

namespace Kafka.Sli.Tests.OnCluster;

/// <summary>Each cell of the table "Wrapped or built" in the contract.</summary>
public sealed class WrappedOrBuiltTests : IDisposable
{
    private const string Topic = ClusterOfClients.Topic;
    private const bool Wrapped = false;
    private const bool Built = true;

    private readonly ClusterOfClients _given = new("produce: 99% < 60s as sent", "offset_commit: 99% < 60s as committed");

    private IReadOnlyList<Measurements.Measurement> Produces => _given.Measured.Produces;

    public void Dispose() => _given.Dispose();

    [Theory]
    [InlineData(Wrapped, "unknown")]
    [InlineData(Built, null)]
    public async Task A_ProduceAsync_that_was_cancelled_before_the_send(bool isBuilt, string? outcome)
    {
        var producer = _given.Producer(isBuilt);

        await Assert.ThrowsAsync<TaskCanceledException>(() => producer.ProduceAsync(Topic, ClusterOfClients.Message(), new CancellationToken(canceled: true)));
        await ClusterOfClients.Until(() => Produces.Count == 1);

        AssertOutcome(outcome);
        await IsWritten();
    }

    [Theory]
    [InlineData(Wrapped, "unknown")]
    [InlineData(Built, null)]
    public async Task A_ProduceAsync_that_was_cancelled_during_the_send(bool isBuilt, string? outcome)
    {
        using var cancelled = new CancellationTokenSource();
        var producer = _given.Producer(isBuilt);
        await producer.ProduceAsync(Topic, ClusterOfClients.Message(), cancelled.Token);
        _given.Brokers.SetRoundTripTime(TimeSpan.FromMilliseconds(500));

        var sent = producer.ProduceAsync(Topic, ClusterOfClients.Message(), cancelled.Token);
        await cancelled.CancelAsync();
        await Assert.ThrowsAsync<TaskCanceledException>(() => sent);
        Assert.Equal(isBuilt ? 1 : 2, Produces.Count);
        await ClusterOfClients.Until(() => Produces.Count == 2);

        AssertOutcome(outcome);
        Assert.Equal(isBuilt, Produces[1].Value >= 0.5);
        Assert.Equal(isBuilt ? (2, 0, 0) : (1, 1, 0), _given.Measured.Events("sent"));
    }

    [Theory]
    [InlineData(Wrapped)]
    [InlineData(Built)]
    public async Task A_ProduceAsync_whose_token_was_cancelled_after_the_send(bool isBuilt)
    {
        using var cancelled = new CancellationTokenSource();

        await _given.Producer(isBuilt).ProduceAsync(Topic, ClusterOfClients.Message(), cancelled.Token);
        await cancelled.CancelAsync();

        AssertOutcome(null);
        Assert.Single(Produces);
    }

    [Theory]
    [InlineData(Wrapped, "unknown")]
    [InlineData(Built, null)]
    public async Task A_cancelled_ProduceAsync_with_asynchronous_serializers(bool isBuilt, string? outcome)
    {
        var config = new ProducerConfig { BootstrapServers = _given.Brokers.BootstrapServers };
        var builder = isBuilt ? new SliProducerBuilder<string, string>(config, _given.Sli) : new ProducerBuilder<string, string>(config);
        using var producer = builder.SetValueSerializer(new Asynchronous()).Build().WithSli(_given.Sli);

        await Assert.ThrowsAsync<TaskCanceledException>(() => producer.ProduceAsync(Topic, ClusterOfClients.Message(), new CancellationToken(canceled: true)));
        await ClusterOfClients.Until(() => Produces.Count == 1);

        AssertOutcome(outcome);
    }

    [Theory]
    [InlineData(Wrapped, null)]
    [InlineData(Built, "unobserved")]
    public async Task A_success_without_acknowledgements(bool isBuilt, string? outcome)
    {
        await _given.Producer(isBuilt, ("acks", "0"), ("enable.idempotence", "false")).ProduceAsync(Topic, ClusterOfClients.Message());

        AssertOutcome(outcome);
        Assert.Equal(isBuilt ? (0, 0, 1) : (1, 0, 0), _given.Measured.Events("sent"));
    }

    [Theory]
    [InlineData(Wrapped)]
    [InlineData(Built)]
    public async Task Delivery_reports_that_are_off(bool isBuilt)
    {
        var producer = _given.Producer(isBuilt, ("dotnet.producer.enable.delivery.reports", "false"));

        var result = await producer.ProduceAsync(Topic, ClusterOfClients.Message());
        producer.Produce(Topic, ClusterOfClients.Message());

        Assert.Equal(PersistenceStatus.NotPersisted, result.Status);
        Assert.All(Produces, m => Assert.Equal("unobserved", m["kafka.sli.outcome"]));
        Assert.Equal((0, 0, 2), _given.Measured.Events("sent"));
    }

    [Theory]
    [InlineData(Wrapped, "failed")]
    [InlineData(Built, "unknown")]
    public async Task A_ProduceAsync_that_timed_out_after_it_was_sent(bool isBuilt, string outcome)
    {
        var producer = _given.Producer(isBuilt, ("message.timeout.ms", "1500"), ("retries", "0"), ("enable.idempotence", "false"));
        await producer.ProduceAsync(Topic, ClusterOfClients.Message());
        _given.Brokers.SetRoundTripTime(TimeSpan.FromSeconds(5));

        var failure = await Assert.ThrowsAsync<ProduceException<string, string>>(() => producer.ProduceAsync(Topic, ClusterOfClients.Message()));

        Assert.Equal(ErrorCode.Local_MsgTimedOut, failure.Error.Code);
        Assert.Equal(PersistenceStatus.NotPersisted, failure.DeliveryResult.Status);
        AssertOutcome(outcome);
    }

    [Theory]
    [InlineData(Wrapped, "by-option")]
    [InlineData(Built, ClusterOfClients.Group)]
    public async Task The_group_of_a_consumer(bool isBuilt, string group)
    {
        var consumer = _given.Consumer(isBuilt);
        consumer.Assign(new TopicPartitionOffset(Topic, 0, Offset.Beginning));
        await _given.Producer(isBuilt).ProduceAsync(Topic, ClusterOfClients.Message());

        ClusterOfClients.PollUntil(consumer, () => _given.Measured.Deliveries.Count == 1);

        Assert.Equal(group, _given.Measured.Deliveries[0]["messaging.consumer.group.name"]);
    }

    [Theory]
    [InlineData(Wrapped)]
    [InlineData(Built)]
    public void A_commit_within_a_rebalance_handler_and_the_client_that_handlers_are_given(bool isBuilt)
    {
        IConsumer<string, string>? given = null;
        var consumer = _given.Consumer(isBuilt, build: builder => builder.SetPartitionsAssignedHandler((client, partitions) =>
        {
            given = client;
            client.Commit([new TopicPartitionOffset(partitions[0], 0)]);
        }));
        consumer.Subscribe(Topic);

        ClusterOfClients.PollUntil(consumer, () => given is not null);

        Assert.Equal(isBuilt, given is SliConsumer<string, string>);
        Assert.Equal(isBuilt, ReferenceEquals(consumer, given));
        Assert.Equal(isBuilt ? 1 : 0, _given.Measured.Of("kafka.sli.offset_commit.duration").Count);
    }

    [Theory]
    [InlineData(Wrapped)]
    [InlineData(Built)]
    public async Task Automatic_commits(bool isBuilt)
    {
        var consumer = _given.Consumer(isBuilt, config => config.AutoCommitIntervalMs = 50);
        consumer.Assign(new TopicPartitionOffset(Topic, 0, Offset.Beginning));
        await _given.Producer(isBuilt).ProduceAsync(Topic, ClusterOfClients.Message());

        ClusterOfClients.PollUntil(consumer, () => consumer.Committed([new(Topic, 0)], TimeSpan.FromSeconds(10))[0].Offset == 1);
        consumer.Consume(TimeSpan.FromMilliseconds(100));

        Assert.Empty(_given.Measured.Of("kafka.sli.offset_commit.duration"));
        Assert.Equal(isBuilt ? 1 : 0, _given.Measured.Of("kafka.sli.offset_commit.automatic").Count);
        Assert.Equal((isBuilt ? 1 : 0, 0, 0), _given.Measured.Events("committed"));
    }

    private void AssertOutcome(string? expected) => Assert.Equal(expected, Produces[^1]["kafka.sli.outcome"]);

    private async Task IsWritten()
    {
        using var reader = new ConsumerBuilder<string, string>(new ConsumerConfig { BootstrapServers = _given.Brokers.BootstrapServers, GroupId = "reader" }).Build();
        await ClusterOfClients.Until(() => reader.QueryWatermarkOffsets(new TopicPartition(Topic, 0), TimeSpan.FromSeconds(30)).High == 1);
    }

    private sealed class Asynchronous : IAsyncSerializer<string>
    {
        public async Task<byte[]> SerializeAsync(string data, SerializationContext context)
        {
            await Task.Yield();
            return [1];
        }
    }
}
