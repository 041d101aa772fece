using Confluent.Kafka;
using Kafka.Sli.Probe.Embedded;

namespace Kafka.Sli.Probe.Tests.Embedded;

public class LifetimeTests
{
    [Fact]
    public async Task Two_clusters_share_nothing()
    {
        using var one = EmbeddedCluster.Start(brokers: 1);
        using var other = EmbeddedCluster.Start(brokers: 1);
        one.CreateTopic("orders", partitions: 1);
        other.CreateTopic("orders", partitions: 1);
        other.PushRequestErrors(KafkaApi.Produce, ErrorCode.MsgSizeTooLarge);
        using var producer = Clients.Producer(one);
        using var refused = Clients.Producer(other);

        await Clients.SendAsync(producer, "orders", 0);

        Assert.Equal(ErrorCode.MsgSizeTooLarge, await Clients.FailureOfSendAsync(refused, "orders", 0));
        Assert.NotEqual(one.BootstrapServers, other.BootstrapServers);
    }

    [Fact]
    public void A_cluster_can_be_disposed_twice_but_not_used_any_more()
    {
        var cluster = EmbeddedCluster.Start();
        cluster.CreateTopic("orders", partitions: 1);

        cluster.Dispose();
        cluster.Dispose();

        Assert.Throws<ObjectDisposedException>(() => cluster.BootstrapServers);
        Assert.Throws<ObjectDisposedException>(() => cluster.BrokerIds);
        Assert.Throws<ObjectDisposedException>(() => cluster.CreateTopic("payments", partitions: 1));
        Assert.Throws<ObjectDisposedException>(() => cluster.MoveLeader("orders", 0, 1));
        Assert.Throws<ObjectDisposedException>(cluster.AllBrokersDown);
        Assert.Throws<ObjectDisposedException>(cluster.TrackedRequests);
    }

    [Fact]
    public async Task A_cluster_may_go_before_its_clients()
    {
        var cluster = EmbeddedCluster.Start();
        cluster.CreateTopic("orders", partitions: 1);
        using var producer = Clients.Producer(cluster, ("message.timeout.ms", "1000"));
        await Clients.SendAsync(producer, "orders", 0);

        cluster.Dispose();

        Assert.Equal(ErrorCode.Local_MsgTimedOut, await Clients.FailureOfSendAsync(producer, "orders", 0));
    }

    [Fact]
    public async Task Calls_under_way_survive_the_end()
    {
        var cluster = EmbeddedCluster.Start();
        cluster.CreateTopic("orders", partitions: 1);
        var calling = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var calls = Task.Run(
            () =>
            {
                for (var leader = 0; ; leader++)
                {
                    cluster.MoveLeader("orders", 0, 1 + (leader % 3));
                    calling.TrySetResult();
                }
            },
            TestContext.Current.CancellationToken);
        await calling.Task;

        cluster.Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => calls);
    }
}
