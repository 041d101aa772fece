using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Kafka.Sli.Probe.Embedded;

namespace Kafka.Sli.Tests.OnCluster;

/// <summary>What applications do with the clients of Confluent.Kafka works unchanged through the decorators.</summary>
public sealed class IdiomsTests : IDisposable
{
    private const string Topic = MeasuredCluster.Topic;

    private static readonly TimeSpan Patience = MeasuredCluster.Patience;

    private readonly MeasuredCluster _given = new();

    public void Dispose() => _given.Dispose();

    [Theory]
    [InlineData(Way.Wrapped, true)]
    [InlineData(Way.Wrapped, false)]
    [InlineData(Way.Built, true)]
    [InlineData(Way.Built, false)]
    public async Task Exactly_once_with_a_transaction_that_is_aborted_and_made_again(Way way, bool subscribes)
    {
        _given.Brokers.CreateTopic("invoices", partitions: 1);
        await _given.FillAsync("a", "b");
        using var consumer = _given.Consumer(way);
        using var producer = _given.Producer(way, c => c.TransactionalId = "billing-1");
        if (subscribes)
        {
            consumer.Subscribe(Topic);
        }
        else
        {
            consumer.Assign(new TopicPartitionOffset(Topic, 0, Offset.Beginning));
        }

        _given.Brokers.StartRequestTracking();
        producer.InitTransactions(Patience);
        Transform("first", (p, _) => p.AbortTransaction(Patience));
        consumer.Seek(new TopicPartitionOffset(Topic, 0, 0));
        Transform("second", (p, offsets) =>
        {
            p.SendOffsetsToTransaction(offsets, consumer.ConsumerGroupMetadata, Patience);
            p.CommitTransaction();
        });

        Assert.Equal(["second a", "second b"], _given.Read("invoices").Where(v => v.StartsWith("second", StringComparison.Ordinal)));
        Assert.Contains(_given.Brokers.TrackedRequests(), r => r.Api == KafkaApi.TxnOffsetCommit);
        Assert.Equal(
            [("init_transactions", null), (null, "aborted"), (null, null)],
            _given.Measured.Of("kafka.sli.transaction.duration").Select(m => (m["messaging.operation.name"], m["kafka.sli.outcome"])));

        void Transform(string attempt, Action<IProducer<string, string>, IEnumerable<TopicPartitionOffset>> end)
        {
            producer.BeginTransaction();
            for (var i = 0; i < 2; i++)
            {
                var read = MeasuredCluster.Next(consumer);
                producer.Produce("invoices", new() { Value = $"{attempt} {read.Message.Value}" });
            }

            end(producer, consumer.Assignment.Select(p => new TopicPartitionOffset(p, consumer.Position(p))));
        }
    }

    [Theory]
    [InlineData(Way.Wrapped)]
    [InlineData(Way.Built)]
    public async Task An_admin_client_on_the_handle_of_either_client(Way way)
    {
        using var producer = _given.Producer(way);
        using var consumer = _given.Consumer(way);

        foreach (var handle in new[] { producer.Handle, consumer.Handle })
        {
            using var admin = new DependentAdminClientBuilder(handle).Build();

            Assert.Contains(admin.GetMetadata(Patience).Topics, t => t.Topic == Topic);
            var cluster = await admin.DescribeClusterAsync(new DescribeClusterOptions { RequestTimeout = Patience });
            Assert.Equal(1, cluster.Controller.Id);
        }

        Assert.NotNull((await producer.ProduceAsync(Topic, new() { Value = "v" })).Message);
        consumer.Assign(new TopicPartitionOffset(Topic, 0, Offset.Beginning));
        Assert.Equal("v", MeasuredCluster.Next(consumer).Message.Value);
    }

    [Theory]
    [InlineData(Way.Wrapped)]
    [InlineData(Way.Built)]
    public async Task A_producer_on_the_handle_of_a_producer_is_measured_when_it_is_decorated(Way way)
    {
        using var producer = _given.Producer(way);

        using (var dependent = new DependentProducerBuilder<Null, int>(producer.Handle).Build())
        {
            await dependent.ProduceAsync(Topic, new() { Value = 1 });
        }

        Assert.Empty(_given.Measured.Produces);
        using (var dependent = new DependentProducerBuilder<Null, int>(producer.Handle).Build().WithSli(_given.Sli))
        {
            await dependent.ProduceAsync(Topic, new() { Value = 2 });
        }

        Assert.Single(_given.Measured.Produces);
        await producer.ProduceAsync(Topic, new() { Value = "v" });
        Assert.Equal(2, _given.Measured.Produces.Count);
    }

    [Theory]
    [InlineData(Way.Wrapped)]
    [InlineData(Way.Built)]
    public void A_producer_on_the_handle_of_a_consumer_is_refused_as_without_us(Way way)
    {
        using var without = _given.Consumer(Way.Without);
        using var consumer = _given.Consumer(way);

        var expected = Assert.ThrowsAny<Exception>(() => new DependentProducerBuilder<Null, int>(without.Handle).Build());
        var actual = Assert.ThrowsAny<Exception>(() => new DependentProducerBuilder<Null, int>(consumer.Handle).Build());

        Assert.Equal(expected.Message, actual.Message);
    }

    [Theory]
    [InlineData(Way.Wrapped)]
    [InlineData(Way.Built)]
    public async Task Manual_assignment_seek_pause_and_resume(Way way)
    {
        await _given.FillAsync("a", "b", "c");
        using var consumer = _given.Consumer(way);
        var partition = new TopicPartition(Topic, 0);

        consumer.IncrementalAssign([new TopicPartitionOffset(partition, 1)]);
        Assert.Equal("b", MeasuredCluster.Next(consumer).Message.Value);
        Assert.Equal(2, consumer.Position(partition).Value);
        Assert.Equal(new TopicPartitionOffset(partition, 2), consumer.PositionTopicPartitionOffset(partition));
        consumer.Pause([partition]);
        consumer.Seek(new TopicPartitionOffset(partition, 0));
        Assert.Null(consumer.Consume(TimeSpan.FromMilliseconds(200)));
        consumer.Resume([partition]);
        Assert.Equal("a", MeasuredCluster.Next(consumer).Message.Value);
        consumer.IncrementalUnassign([partition]);
        Assert.Empty(consumer.Assignment);
        consumer.Assign(new TopicPartitionOffset(partition, 2));
        Assert.Equal("c", MeasuredCluster.Next(consumer).Message.Value);
        consumer.Unassign();
        Assert.Empty(consumer.Assignment);
    }

    [Theory]
    [InlineData(Way.Wrapped)]
    [InlineData(Way.Built)]
    public async Task Offsets_are_stored_committed_and_asked_for(Way way)
    {
        await _given.FillAsync("a", "b");
        using var consumer = _given.Consumer(way, c => c.EnableAutoOffsetStore = false);
        var partition = new TopicPartition(Topic, 0);
        consumer.Assign(new TopicPartitionOffset(partition, Offset.Beginning));

        var first = MeasuredCluster.Next(consumer);
        consumer.StoreOffset(first);
        Assert.Equal([new TopicPartitionOffset(partition, 1)], consumer.Commit());
        Assert.Equal(1, Assert.Single(consumer.Committed(Patience)).Offset.Value);
        consumer.Commit(MeasuredCluster.Next(consumer));
        Assert.Equal(2, Assert.Single(consumer.Committed([partition], Patience)).Offset.Value);
        consumer.Commit([new TopicPartitionOffset(partition, 0)]);
        Assert.Equal(0, Assert.Single(consumer.Committed([partition], Patience)).Offset.Value);
        Assert.Equal(3, _given.Measured.Of("kafka.sli.offset_commit.duration").Count);
        Assert.Empty(_given.Measured.Of("kafka.sli.offset_commit.automatic"));

        Assert.Equal((0, 2), (consumer.QueryWatermarkOffsets(partition, Patience).Low.Value, consumer.QueryWatermarkOffsets(partition, Patience).High.Value));
        Assert.Equal(2, consumer.GetWatermarkOffsets(partition).High.Value);
        var times = new[] { new TopicPartitionTimestamp(partition, new Timestamp(0, TimestampType.CreateTime)) };
        using var without = _given.Consumer(Way.Without);
        Assert.Equal(without.OffsetsForTimes(times, Patience), consumer.OffsetsForTimes(times, Patience));
        Assert.Equal(without.ClusterId(Patience), consumer.ClusterId(Patience));
        using var producer = _given.Producer(way);
        Assert.Equal(without.ClusterId(Patience), producer.ClusterId(Patience));
    }
}
