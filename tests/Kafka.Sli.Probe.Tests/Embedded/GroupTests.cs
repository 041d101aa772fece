using System.Diagnostics;
using System.Text;
using Confluent.Kafka;
using Kafka.Sli.Probe.Embedded;

namespace Kafka.Sli.Probe.Tests.Embedded;

public class GroupTests
{
    [Fact]
    public async Task What_is_produced_is_consumed_as_it_was()
    {
        using var cluster = EmbeddedCluster.Start();
        cluster.CreateTopic("orders", partitions: 3);
        using var producer = Clients.Producer(cluster);
        using var consumer = Clients.Consumer(cluster, "readers");
        var headers = new Headers { { "source", Encoding.UTF8.GetBytes("test") } };

        await producer.ProduceAsync(new TopicPartition("orders", 2), new() { Key = "k", Value = "v", Headers = headers }, TestContext.Current.CancellationToken);
        consumer.Subscribe("orders");
        var read = Clients.Next(consumer);

        Assert.Equal(("orders", 2, 0), (read.Topic, read.Partition.Value, read.Offset.Value));
        Assert.Equal(("k", "v"), (read.Message.Key, read.Message.Value));
        Assert.Equal("test", Encoding.UTF8.GetString(read.Message.Headers.GetLastBytes("source")));
        Assert.Equal(TimestampType.CreateTime, read.Message.Timestamp.Type);
    }

    [Fact]
    public async Task A_group_goes_on_where_it_committed()
    {
        using var cluster = EmbeddedCluster.Start();
        cluster.CreateTopic("orders", partitions: 1);
        using var producer = Clients.Producer(cluster);
        await Clients.SendAsync(producer, "orders", 0, "first");
        await Clients.SendAsync(producer, "orders", 0, "second");

        using (var before = Clients.Consumer(cluster, "readers"))
        {
            before.Subscribe("orders");
            before.Commit(Clients.Next(before));
            before.Close();
        }

        using var after = Clients.Consumer(cluster, "readers");
        after.Subscribe("orders");
        Assert.Equal("second", Clients.Next(after).Message.Value);
    }

    [Fact]
    public async Task A_group_of_the_new_protocol_reads_within_a_few_heartbeats()
    {
        using var cluster = EmbeddedCluster.Start(options: new() { GroupConsumerHeartbeatInterval = TimeSpan.FromMilliseconds(100) });
        cluster.CreateTopic("orders", partitions: 1);
        using var producer = Clients.Producer(cluster);
        await Clients.SendAsync(producer, "orders", 0, "first");
        using var consumer = Clients.Consumer(cluster, "readers", ("group.protocol", "consumer"));

        var start = Stopwatch.GetTimestamp();
        consumer.Subscribe("orders");

        Assert.Equal("first", Clients.Next(consumer).Message.Value);
        Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(3), "librdkafka's own interval is 3 s");
    }

    [Theory]
    [InlineData(0, 0, 2.5)]
    [InlineData(3000, 2.9, 8)]
    public async Task The_first_member_waits_the_initial_rebalance_delay(int delayMs, double least, double most)
    {
        using var cluster = EmbeddedCluster.Start(options: new() { GroupInitialRebalanceDelay = TimeSpan.FromMilliseconds(delayMs) });
        cluster.CreateTopic("orders", partitions: 1);
        using var producer = Clients.Producer(cluster);
        await Clients.SendAsync(producer, "orders", 0);
        using var consumer = Clients.Consumer(cluster, "readers", ("session.timeout.ms", "10000"));

        var start = Stopwatch.GetTimestamp();
        consumer.Subscribe("orders");
        Clients.Next(consumer);

        Assert.InRange(Stopwatch.GetElapsedTime(start).TotalSeconds, least, most);
    }

    [Fact]
    public void A_groups_coordinator_is_the_broker_it_was_given()
    {
        using var cluster = EmbeddedCluster.Start();
        cluster.CreateTopic("orders", partitions: 1);
        cluster.SetCoordinator(CoordinatorKind.Group, "readers", 3);
        cluster.StartRequestTracking();
        using var consumer = Clients.Consumer(cluster, "readers");

        consumer.Committed([new TopicPartition("orders", 0)], TimeSpan.FromSeconds(10));

        Assert.Equal([3], cluster.TrackedRequests().Where(request => request.Api == KafkaApi.OffsetFetch).Select(request => request.BrokerId).Distinct());
    }

    [Fact]
    public void Without_a_coordinator_a_group_knows_nothing()
    {
        using var cluster = EmbeddedCluster.Start();
        cluster.CreateTopic("orders", partitions: 1);
        cluster.SetCoordinator(CoordinatorKind.Group, "readers", EmbeddedCluster.NoBroker);
        using var consumer = Clients.Consumer(cluster, "readers");

        Assert.Throws<KafkaException>(() => consumer.Committed([new TopicPartition("orders", 0)], TimeSpan.FromSeconds(1)));
    }
}
