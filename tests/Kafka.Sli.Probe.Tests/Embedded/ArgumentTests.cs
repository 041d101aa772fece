using Confluent.Kafka;
using Kafka.Sli.Probe.Embedded;

namespace Kafka.Sli.Probe.Tests.Embedded;

public sealed class ArgumentTests : IDisposable
{
    private readonly EmbeddedCluster _cluster = EmbeddedCluster.Start();

    public ArgumentTests() => _cluster.CreateTopic("orders", partitions: 2);

    public static TheoryData<string, string> Wrong => new()
    {
        { nameof(EmbeddedCluster.BrokerDown), "its brokers are 1, 2, 3" },
        { nameof(EmbeddedCluster.MoveLeader), "no topic 'payments' in the embedded cluster; create it first" },
        { nameof(EmbeddedCluster.SetFollower), "topic 'orders' has no partition 2" },
        { nameof(EmbeddedCluster.SetFollowerWatermarks), "high must be 5 to" },
        { nameof(EmbeddedCluster.SetRoundTripTime), "roundTrip must be 0 to 2147483647 milliseconds" },
        { nameof(EmbeddedCluster.PushRequestErrors), "Local_MsgTimedOut is an error of the client's own" },
        { nameof(EmbeddedCluster.ClearRequestErrors), "it speaks Produce, Fetch" },
        { nameof(EmbeddedCluster.PushBrokerRequestErrors), "its brokers are 1, 2, 3" },
        { nameof(EmbeddedCluster.PushPartitionRequestErrors), "Metadata does not look at the errors of a partition" },
        { nameof(EmbeddedCluster.SetTopicError), "create it first" },
        { nameof(EmbeddedCluster.SetCoordinator), "a coordinator is one of Group, Transaction" },
        { nameof(EmbeddedCluster.AdvertiseBroker), "port must be 1 to 65535" },
        { nameof(EmbeddedCluster.AddBroker), "there is a broker 3 already" },
        { nameof(EmbeddedCluster.Start), "brokers must be 1 to 100" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_wrong_argument_is_told_with_what_would_be_right(string call, string told)
    {
        var failure = Assert.ThrowsAny<ArgumentException>(() => Call(call));

        Assert.Contains(told, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_topic_is_not_created_by_a_fault()
    {
        Assert.Throws<ArgumentException>(() => _cluster.MoveLeader("payments", 0, 1));

        Assert.Equal(["orders"], Clients.Metadata(_cluster).Topics.Select(topic => topic.Topic));
    }

    public void Dispose() => _cluster.Dispose();

    private void Call(string call)
    {
        switch (call)
        {
            case nameof(EmbeddedCluster.BrokerDown): _cluster.BrokerDown(9); break;
            case nameof(EmbeddedCluster.MoveLeader): _cluster.MoveLeader("payments", 0, 1); break;
            case nameof(EmbeddedCluster.SetFollower): _cluster.SetFollower("orders", 2, 1); break;
            case nameof(EmbeddedCluster.SetFollowerWatermarks): _cluster.SetFollowerWatermarks("orders", 0, low: 5, high: 4); break;
            case nameof(EmbeddedCluster.SetRoundTripTime): _cluster.SetRoundTripTime(TimeSpan.FromMilliseconds(-1)); break;
            case nameof(EmbeddedCluster.PushRequestErrors): _cluster.PushRequestErrors(KafkaApi.Produce, ErrorCode.Local_MsgTimedOut); break;
            case nameof(EmbeddedCluster.ClearRequestErrors): _cluster.ClearRequestErrors((KafkaApi)19); break;
            case nameof(EmbeddedCluster.PushBrokerRequestErrors): _cluster.PushBrokerRequestErrors(0, KafkaApi.Produce, (ErrorCode.NoError, TimeSpan.Zero)); break;
            case nameof(EmbeddedCluster.PushPartitionRequestErrors): _cluster.PushPartitionRequestErrors("orders", 0, KafkaApi.Metadata, ErrorCode.NoError); break;
            case nameof(EmbeddedCluster.SetTopicError): _cluster.SetTopicError("payments", ErrorCode.TopicAuthorizationFailed); break;
            case nameof(EmbeddedCluster.SetCoordinator): _cluster.SetCoordinator((CoordinatorKind)2, "readers", 1); break;
            case nameof(EmbeddedCluster.AdvertiseBroker): _cluster.AdvertiseBroker(1, "localhost", 0); break;
            case nameof(EmbeddedCluster.AddBroker): _cluster.AddBroker(3); break;
            default: using (EmbeddedCluster.Start(brokers: 0)) { } break;
        }
    }
}
