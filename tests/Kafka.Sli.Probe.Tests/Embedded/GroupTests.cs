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
    public async Task A_member_of_the_new_protocol_reads_and_is_heard_as_often_as_it_is_told()
    {
        using var cluster = EmbeddedCluster.Start(options: new() { GroupConsumerHeartbeatInterval = TimeSpan.FromMilliseconds(100) });
        cluster.CreateTopic("orders", partitions: 1);
        using var producer = Clients.Producer(cluster);
        await Clients.SendAsync(producer, "orders", 0, "first");
        using var consumer = Clients.Consumer(cluster, "readers", ("group.protocol", "consumer"));
        cluster.StartRequestTracking();
        consumer.Subscribe("orders");

        Assert.Equal("first", Clients.Next(consumer).Message.Value);
        // The median, for a busy machine is late with some.
        var heard = await Heard(20);
        var apart = heard.Zip(heard.Skip(1), (one, next) => next - one).Order().ToArray();
        Assert.InRange(apart[apart.Length / 2], TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(1.5));

        async Task<TimeSpan[]> Heard(int times)
        {
            while (true)
            {
                var at = cluster.TrackedRequests().Where(r => r.Api == KafkaApi.ConsumerGroupHeartbeat).Select(r => r.At).ToArray();
                if (at.Length >= times)
                {
                    return at;
                }

                await Task.Delay(50, TestContext.Current.CancellationToken);
            }
        }
    }

    [Fact]
    public async Task The_first_member_waits_the_initial_rebalance_delay()
    {
        var without = await UntilFirstReadAsync(new() { GroupInitialRebalanceDelay = TimeSpan.Zero }, ("session.timeout.ms", "10000"));
        var with = await UntilFirstReadAsync(new() { GroupInitialRebalanceDelay = TimeSpan.FromSeconds(3) }, ("session.timeout.ms", "10000"));

        Assert.InRange(with, TimeSpan.FromSeconds(2.9), TimeSpan.MaxValue);
        Assert.InRange(without, TimeSpan.Zero, with);
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

    private static async Task<TimeSpan> UntilFirstReadAsync(EmbeddedClusterOptions options, params (string Key, string Value)[] settings)
    {
        using var cluster = EmbeddedCluster.Start(options: options);
        cluster.CreateTopic("orders", partitions: 1);
        using var producer = Clients.Producer(cluster);
        await Clients.SendAsync(producer, "orders", 0, "first");
        using var consumer = Clients.Consumer(cluster, "readers", settings);
        var start = Stopwatch.GetTimestamp();
        consumer.Subscribe("orders");
        Assert.Equal("first", Clients.Next(consumer).Message.Value);
        return Stopwatch.GetElapsedTime(start);
    }
}
