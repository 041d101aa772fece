using Confluent.Kafka;
using Kafka.Sli.Tests.OnCluster;

namespace Kafka.Sli.Tests.Producing;

public sealed class TransactionSurfaceTests : IDisposable
{
    private const string Topic = MeasuredCluster.Topic;

    private static readonly TimeSpan Patience = MeasuredCluster.Patience;

    private readonly MeasuredCluster _given = new();

    public void Dispose() => _given.Dispose();

    [Theory]
    [InlineData(Way.Wrapped)]
    [InlineData(Way.Built)]
    public async Task An_acknowledgement_says_persisted_before_the_commit(Way way)
    {
        using var producer = Transactional(way);

        var result = await producer.ProduceAsync(Topic, new() { Value = "v" }, TestContext.Current.CancellationToken);

        Assert.Equal(PersistenceStatus.Persisted, result.Status);
        Assert.Null(Assert.Single(_given.Measured.Produces)["kafka.sli.outcome"]);
        Assert.Equal("init_transactions", Assert.Single(_given.Measured.Of("kafka.sli.transaction.duration"))["messaging.operation.name"]);
        producer.CommitTransaction(Patience);
        Assert.Equal(2, _given.Measured.Of("kafka.sli.transaction.duration").Count);
    }

    [Theory]
    [InlineData(Way.Without)]
    [InlineData(Way.Wrapped)]
    [InlineData(Way.Built)]
    public void An_abort_purges_what_is_queued_which_is_excluded_and_not_failed(Way way)
    {
        using var judging = KafkaSli.Create(new KafkaSliOptions { Objectives = { "produce: 99% < 1s as fast" } });
        using var measured = new Measurements(judging);
        var config = new ProducerConfig { BootstrapServers = _given.Brokers.BootstrapServers, TransactionalId = "t", LingerMs = 30_000, TransactionTimeoutMs = 60_000 };
        using var producer = way switch
        {
            Way.Built => new SliProducerBuilder<string, string>(config, judging).Build(),
            Way.Wrapped => new ProducerBuilder<string, string>(config).Build().WithSli(judging),
            _ => new ProducerBuilder<string, string>(config).Build(),
        };
        producer.InitTransactions(Patience);
        producer.BeginTransaction();
        var reports = new List<DeliveryReport<string, string>>();

        producer.Produce(Topic, new() { Value = "v" }, reports.Add);
        producer.AbortTransaction(Patience);
        Assert.Equal(0, producer.Flush(Patience));

        var report = Assert.Single(reports);
        Assert.Equal((ErrorCode.Local_PurgeQueue, PersistenceStatus.NotPersisted), (report.Error.Code, report.Status));
        Assert.Equal(way == Way.Without ? (0, 0, 0) : (0, 0, 1), measured.Events("fast"));
    }

    [Fact]
    public void A_commit_that_is_called_again_after_a_retriable_error_keeps_the_first_clock()
    {
        using var given = new Given();
        var inner = new Retriable { Passes = () => given.Passes(2) };
        using var producer = inner.WithSli(given.Sli);
        producer.BeginTransaction();

        Assert.Throws<KafkaRetriableException>(() => producer.CommitTransaction(Patience));
        given.Passes(100);
        producer.CommitTransaction(Patience);

        var measured = Assert.Single(given.Measured.Of("kafka.sli.transaction.duration"));
        Assert.Equal(4, measured.Value, 6);
        Assert.Null(measured["kafka.sli.outcome"]);
    }

    [Theory]
    [InlineData(Way.Wrapped)]
    [InlineData(Way.Built)]
    public void SendOffsetsToTransaction_passes_the_inner_metadata_object_untouched_for_the_client_demands_its_own_type(Way way)
    {
        using var without = Transactional(Way.Without);
        using var producer = Transactional(way);
        using var consumer = _given.Consumer(way);
        TopicPartitionOffset[] offsets = [new(Topic, 0, 1)];

        producer.SendOffsetsToTransaction(offsets, consumer.ConsumerGroupMetadata, Patience);
        var expected = Assert.ThrowsAny<Exception>(() => without.SendOffsetsToTransaction(offsets, new Foreign(), Patience));
        var actual = Assert.ThrowsAny<Exception>(() => producer.SendOffsetsToTransaction(offsets, new Foreign(), Patience));

        Assert.Equal((expected.GetType(), expected.Message), (actual.GetType(), actual.Message));
        Assert.StartsWith("Confluent.Kafka.", consumer.ConsumerGroupMetadata.GetType().FullName, StringComparison.Ordinal);
        producer.CommitTransaction(Patience);
        Assert.Null(_given.Measured.Of("kafka.sli.transaction.duration")[^1]["kafka.sli.outcome"]);
    }

    private IProducer<string, string> Transactional(Way way)
    {
        var producer = _given.Producer(way, c => c.TransactionalId = $"t-{way}");
        producer.InitTransactions(Patience);
        producer.BeginTransaction();
        return producer;
    }

    private sealed class Foreign : IConsumerGroupMetadata;

    private sealed class Retriable : StubProducer<string, string>, IProducer<string, string>
    {
        private int _commits;

        public required Action Passes { get; init; }

        void IProducer<string, string>.CommitTransaction(TimeSpan timeout)
        {
            Passes();
            if (_commits++ == 0)
            {
                throw new KafkaRetriableException(new Error(ErrorCode.Local_TimedOut));
            }
        }
    }
}
