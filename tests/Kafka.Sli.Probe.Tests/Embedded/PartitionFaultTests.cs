using Confluent.Kafka;
using Kafka.Sli.Probe.Embedded;

namespace Kafka.Sli.Probe.Tests.Embedded;

public class PartitionFaultTests
{
    [Fact]
    public async Task A_producer_follows_its_leader()
    {
        using var cluster = OnePartitionLedBy(1);
        using var producer = Clients.Producer(cluster);
        cluster.StartRequestTracking();
        await Clients.SendAsync(producer, "orders", 0);

        cluster.MoveLeader("orders", 0, 3);
        await Clients.SendAsync(producer, "orders", 0);

        var asked = cluster.TrackedRequests().Where(request => request.Api == KafkaApi.Produce).Select(request => request.BrokerId).ToList();
        Assert.Equal((1, 3), (asked[0], asked[^1]));
        Assert.Equal(3, LeaderOf(cluster));
    }

    [Fact]
    public async Task Without_a_leader_a_message_waits_for_one()
    {
        using var cluster = OnePartitionLedBy(1);
        using var hasty = Clients.Producer(cluster, ("message.timeout.ms", "1000"));
        using var patient = Clients.Producer(cluster);

        cluster.MoveLeader("orders", 0, EmbeddedCluster.NoBroker);
        var waiting = Clients.Begin(patient, "orders", 0);
        Assert.Equal(ErrorCode.Local_MsgTimedOut, await Clients.FailureOfSendAsync(hasty, "orders", 0));
        Assert.False(waiting.Task.IsCompleted);

        cluster.MoveLeader("orders", 0, 2);
        Assert.Equal(ErrorCode.NoError, await waiting.Task);
    }

    [Fact]
    public async Task A_consumer_fetches_from_the_follower_it_is_told()
    {
        using var cluster = OnePartitionLedBy(1);
        cluster.SetFollower("orders", 0, 2);
        using var producer = Clients.Producer(cluster);
        await Clients.SendAsync(producer, "orders", 0, "first");
        cluster.StartRequestTracking();
        using var consumer = Clients.Consumer(cluster, "readers", ("client.rack", "rack-b"));

        consumer.Assign(new TopicPartitionOffset("orders", 0, 0));

        Assert.Equal("first", Clients.Next(consumer).Message.Value);
        Assert.Contains(cluster.TrackedRequests(), request => request is { Api: KafkaApi.Fetch, BrokerId: 2 });
    }

    [Fact]
    public async Task A_follower_that_lags_has_not_yet_what_the_leader_has()
    {
        using var cluster = OnePartitionLedBy(1);
        cluster.SetFollower("orders", 0, 2);
        cluster.SetFollowerWatermarks("orders", 0, low: null, high: 1);
        using var producer = Clients.Producer(cluster);
        await Clients.SendAsync(producer, "orders", 0, "first");
        await Clients.SendAsync(producer, "orders", 0, "second");
        await Clients.SendAsync(producer, "orders", 0, "third");
        using var consumer = Clients.Consumer(cluster, "readers", ("client.rack", "rack-b"));

        consumer.Assign(new TopicPartitionOffset("orders", 0, 2));
        var early = consumer.Consume(TimeSpan.FromSeconds(1));

        cluster.SetFollowerWatermarks("orders", 0, low: null, high: null);

        Assert.Null(early);
        Assert.Equal("third", Clients.Next(consumer).Message.Value);
    }

    [Fact]
    public void Stale_metadata_is_told_once()
    {
        using var cluster = OnePartitionLedBy(1);

        cluster.PushLeaderResponse("orders", 0, brokerId: 3, leaderEpoch: 7);

        Assert.Equal((3, 1), (LeaderOf(cluster), LeaderOf(cluster)));
    }

    [Fact]
    public async Task A_topic_error_lasts_until_it_is_taken_back()
    {
        using var cluster = OnePartitionLedBy(1);

        cluster.SetTopicError("orders", ErrorCode.TopicAuthorizationFailed);
        using (var refused = Clients.Producer(cluster))
        {
            Assert.Equal(ErrorCode.TopicAuthorizationFailed, await Clients.FailureOfSendAsync(refused, "orders", 0));
        }

        cluster.SetTopicError("orders", ErrorCode.NoError);
        using var producer = Clients.Producer(cluster);
        await Clients.SendAsync(producer, "orders", 0);
    }

    private static EmbeddedCluster OnePartitionLedBy(int leader)
    {
        var cluster = EmbeddedCluster.Start();
        cluster.CreateTopic("orders", partitions: 1);
        cluster.MoveLeader("orders", 0, leader);
        return cluster;
    }

    private static int LeaderOf(EmbeddedCluster cluster) => Clients.Metadata(cluster).Topics.Single().Partitions.Single().Leader;
}
