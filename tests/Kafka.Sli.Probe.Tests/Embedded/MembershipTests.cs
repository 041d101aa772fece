using Confluent.Kafka;
using Kafka.Sli.Probe.Embedded;

namespace Kafka.Sli.Probe.Tests.Embedded;

public class MembershipTests
{
    [Fact]
    public void A_broker_that_is_added_is_in_the_metadata()
    {
        using var cluster = EmbeddedCluster.Start(brokers: 2);

        cluster.AddBroker(7);

        Assert.Equal([1, 2, 7], cluster.BrokerIds);
        Assert.Equal([1, 2, 7], IdsIn(cluster));
        cluster.CreateTopic("orders", partitions: 1, replicationFactor: 3);
        cluster.MoveLeader("orders", 0, 7);
        Assert.Throws<ArgumentException>(() => cluster.AddBroker(7));
    }

    [Fact]
    public async Task A_broker_that_is_decommissioned_is_missed_by_nobody()
    {
        using var cluster = EmbeddedCluster.Start();
        cluster.CreateTopic("orders", partitions: 3);
        cluster.MoveLeader("orders", 0, 1);
        using var producer = Clients.Producer(cluster);
        await Clients.SendAsync(producer, "orders", 0);

        cluster.DecommissionBroker(1);

        await Clients.SendAsync(producer, "orders", 0);
        Assert.Equal([2, 3], cluster.BrokerIds);
        Assert.Equal([2, 3], IdsIn(cluster));
        Assert.Contains("2, 3", Assert.Throws<ArgumentOutOfRangeException>(() => cluster.BrokerDown(1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_controller_is_another_when_it_leaves()
    {
        using var cluster = EmbeddedCluster.Start();
        using var admin = Clients.Admin(cluster);

        cluster.DecommissionBroker(1);

        Assert.Equal(2, (await admin.DescribeClusterAsync(new() { RequestTimeout = TimeSpan.FromSeconds(10) })).Controller.Id);
    }

    [Fact]
    public void A_broker_removed_from_the_metadata_leads_nothing_but_can_still_be_put_down()
    {
        using var cluster = EmbeddedCluster.Start();
        cluster.CreateTopic("orders", partitions: 6);

        cluster.RemoveFromMetadata(2);

        Assert.Equal([1, 3], cluster.BrokerIds);
        Assert.Equal([1, 3], IdsIn(cluster));
        Assert.DoesNotContain(Clients.Metadata(cluster).Topics.Single().Partitions, partition => partition.Leader == 2);
        cluster.BrokerDown(2);
        Assert.Throws<ArgumentException>(() => cluster.AddBroker(2));
    }

    [Fact]
    public void The_last_broker_stays()
    {
        using var cluster = EmbeddedCluster.Start(brokers: 2);
        cluster.DecommissionBroker(1);

        Assert.Throws<ArgumentException>(() => cluster.DecommissionBroker(2));
        Assert.Throws<ArgumentException>(() => cluster.RemoveFromMetadata(2));
    }

    private static IEnumerable<int> IdsIn(EmbeddedCluster cluster) => Clients.Metadata(cluster).Brokers.Select(broker => broker.BrokerId).Order();
}
