using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Kafka.Sli.Probe.Embedded;

namespace Kafka.Sli.Probe.Tests.Embedded;

public class BrokerFaultTests
{
    private static readonly (string, string) SoonGivenUp = ("message.timeout.ms", "1000");

    [Fact]
    public async Task A_round_trip_time_makes_each_send_wait()
    {
        using var cluster = OneTopicLedBy(1);
        using var producer = Clients.Producer(cluster);
        await Clients.SendAsync(producer, "orders", 0);
        var before = await Clients.SendAsync(producer, "orders", 0);

        cluster.SetRoundTripTime(TimeSpan.FromMilliseconds(800));
        var during = await Clients.SendAsync(producer, "orders", 0);

        cluster.SetRoundTripTime(TimeSpan.Zero);
        var after = await Clients.SendAsync(producer, "orders", 0);

        Assert.True(during >= TimeSpan.FromMilliseconds(800), $"{during} is less than the round-trip time");
        Assert.True(before < TimeSpan.FromMilliseconds(700), $"{before} without one");
        Assert.True(after < TimeSpan.FromMilliseconds(700), $"{after} without one");
    }

    [Fact]
    public async Task A_round_trip_time_of_one_broker_leaves_the_others_alone()
    {
        using var cluster = OneTopicLedBy(1, 2);
        using var producer = Clients.Producer(cluster);
        await Clients.SendAsync(producer, "orders", 0);
        await Clients.SendAsync(producer, "orders", 1);

        cluster.SetRoundTripTime(2, TimeSpan.FromMilliseconds(800));

        Assert.True(await Clients.SendAsync(producer, "orders", 0) < TimeSpan.FromMilliseconds(700));
        Assert.True(await Clients.SendAsync(producer, "orders", 1) >= TimeSpan.FromMilliseconds(800));
    }

    [Fact]
    public async Task A_broker_that_is_down_takes_nothing_until_it_is_up()
    {
        using var cluster = OneTopicLedBy(2);
        using var hasty = Clients.Producer(cluster, SoonGivenUp);
        using var patient = Clients.Producer(cluster);
        await Clients.SendAsync(hasty, "orders", 0);

        cluster.BrokerDown(2);
        var waiting = Clients.Begin(patient, "orders", 0);
        Assert.Equal(ErrorCode.Local_MsgTimedOut, await Clients.FailureOfSendAsync(hasty, "orders", 0));
        Assert.False(waiting.Task.IsCompleted);

        cluster.BrokerUp(2);
        Assert.Equal(ErrorCode.NoError, await waiting.Task);
    }

    [Fact]
    public async Task Another_leader_takes_over_from_a_broker_that_is_down()
    {
        using var cluster = OneTopicLedBy(2);
        using var producer = Clients.Producer(cluster);
        await Clients.SendAsync(producer, "orders", 0);

        cluster.BrokerDown(2);
        cluster.MoveLeader("orders", 0, 3);

        await Clients.SendAsync(producer, "orders", 0);
    }

    [Fact]
    public async Task With_all_brokers_down_a_message_times_out()
    {
        using var cluster = OneTopicLedBy(1);
        using var hasty = Clients.Producer(cluster, SoonGivenUp);
        using var patient = Clients.Producer(cluster);
        await Clients.SendAsync(hasty, "orders", 0);

        cluster.AllBrokersDown();
        Assert.Equal(ErrorCode.Local_MsgTimedOut, await Clients.FailureOfSendAsync(hasty, "orders", 0));

        cluster.AllBrokersUp();
        await Clients.SendAsync(patient, "orders", 0);
    }

    [Fact]
    public async Task A_broker_that_advertises_a_wrong_address_is_not_reached()
    {
        using var cluster = EmbeddedCluster.Start(brokers: 1);
        cluster.CreateTopic("orders", partitions: 1);
        cluster.AdvertiseBroker(1, "127.0.0.1", 1);
        using var producer = Clients.Producer(cluster, SoonGivenUp);

        Assert.Equal(ErrorCode.Local_MsgTimedOut, await Clients.FailureOfSendAsync(producer, "orders", 0));
        Assert.Equal(1, Assert.Single(Clients.Metadata(cluster).Brokers).Port);
    }

    [Fact]
    public async Task The_cluster_is_described_with_controller_and_racks()
    {
        using var cluster = EmbeddedCluster.Start();
        using var admin = Clients.Admin(cluster);
        cluster.SetRack(2, "rack-b");

        var first = await Described();
        cluster.SetController(3);
        var second = await Described();

        Assert.Equal((1, 3), (first.Controller.Id, second.Controller.Id));
        Assert.Equal("rack-b", first.Nodes.Single(node => node.Id == 2).Rack);

        async Task<DescribeClusterResult> Described() => await admin.DescribeClusterAsync(new() { RequestTimeout = TimeSpan.FromSeconds(10) });
    }

    private static EmbeddedCluster OneTopicLedBy(params int[] leaders)
    {
        var cluster = EmbeddedCluster.Start();
        cluster.CreateTopic("orders", leaders.Length);
        for (var partition = 0; partition < leaders.Length; partition++)
        {
            cluster.MoveLeader("orders", partition, leaders[partition]);
        }

        return cluster;
    }
}
