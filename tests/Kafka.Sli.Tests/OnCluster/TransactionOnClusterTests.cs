using Confluent.Kafka;
using Kafka.Sli.Probe.Embedded;

namespace Kafka.Sli.Tests.OnCluster;

public sealed class TransactionOnClusterTests : IDisposable
{
    private const string Topic = ClusterOfClients.Topic;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    private readonly ClusterOfClients _given = new("transaction: 99% < 60s as done", "produce: 99% < 60s as sent");

    private Measurements.Measurement Last => _given.Measured.Of("kafka.sli.transaction.duration")[^1];

    public void Dispose() => _given.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_is_waited_for_inside_the_calls_is_measured(bool isBuilt)
    {
        var producer = Initialised(isBuilt);
        Assert.Equal("init_transactions", Last["messaging.operation.name"]);
        producer.BeginTransaction();
        await producer.ProduceAsync(Topic, ClusterOfClients.Message());
        _given.Brokers.SetRoundTripTime(TimeSpan.FromMilliseconds(300));

        producer.CommitTransaction();

        Assert.InRange(Last.Value, 0.3, Timeout.TotalSeconds);
        Assert.Empty(Last.Tags);
        Assert.Equal((2, 0, 0), _given.Measured.Events("done"));
    }

    [Fact]
    public async Task A_commit_that_times_out_and_is_called_again_is_one_event_with_the_whole_wait()
    {
        var producer = Initialised(isBuilt: true);
        producer.BeginTransaction();
        await producer.ProduceAsync(Topic, ClusterOfClients.Message());
        _given.Brokers.SetRoundTripTime(TimeSpan.FromSeconds(1));

        Assert.Throws<KafkaRetriableException>(() => producer.CommitTransaction(TimeSpan.FromMilliseconds(200)));
        producer.CommitTransaction(Timeout);

        Assert.InRange(Last.Value, 1, Timeout.TotalSeconds);
        Assert.Null(Last["kafka.sli.outcome"]);
        Assert.Equal((2, 0, 0), _given.Measured.Events("done"));
    }

    [Fact]
    public async Task A_fenced_producer_is_failed()
    {
        var producer = Initialised(isBuilt: true);
        producer.BeginTransaction();
        await producer.ProduceAsync(Topic, ClusterOfClients.Message());
        _given.Brokers.PushRequestErrors(KafkaApi.EndTxn, ErrorCode.InvalidProducerEpoch);

        var failure = Assert.ThrowsAny<KafkaException>(() => producer.CommitTransaction(Timeout));

        Assert.True(failure.Error.IsFatal);
        Assert.Equal("failed", Last["kafka.sli.outcome"]);
        Assert.Equal(failure.Error.Code.ToString(), Last["error.type"]);
        Assert.Equal((1, 1, 0), _given.Measured.Events("done"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_abort_and_what_it_purges_are_excluded(bool isBuilt)
    {
        var producer = Initialised(isBuilt, ("linger.ms", "20000"));
        producer.BeginTransaction();
        producer.Produce(Topic, ClusterOfClients.Message());

        producer.AbortTransaction(Timeout);

        Assert.Equal("aborted", Last["kafka.sli.outcome"]);
        Assert.Equal("Local_PurgeQueue", Assert.Single(_given.Measured.Produces)["error.type"]);
        Assert.Equal((0, 0, 1), _given.Measured.Events("sent"));
        Assert.Equal((1, 0, 1), _given.Measured.Events("done"));
    }

    [Fact]
    public async Task What_a_failed_transaction_purges_is_bad()
    {
        var producer = Initialised(isBuilt: true, ("linger.ms", "20000"), ("batch.num.messages", "2"));
        producer.BeginTransaction();
        _given.Brokers.PushRequestErrors(KafkaApi.Produce, ErrorCode.MsgSizeTooLarge);

        for (var i = 0; i < 3; i++)
        {
            producer.Produce(Topic, ClusterOfClients.Message());
        }

        await ClusterOfClients.Until(() => _given.Measured.Produces.Count == 3);

        Assert.Equal(["Local_PurgeQueue", "MsgSizeTooLarge", "MsgSizeTooLarge"], _given.Measured.Produces.Select(m => m["error.type"]).Order());
        Assert.Equal((0, 3, 0), _given.Measured.Events("sent"));
    }

    private IProducer<string, string> Initialised(bool isBuilt, params (string Key, string Value)[] settings)
    {
        var producer = _given.Producer(isBuilt, [("transactional.id", "transfers"), .. settings]);
        producer.InitTransactions(Timeout);
        return producer;
    }
}
