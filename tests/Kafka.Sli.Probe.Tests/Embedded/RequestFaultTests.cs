using Confluent.Kafka;
using Kafka.Sli.Probe.Embedded;

namespace Kafka.Sli.Probe.Tests.Embedded;

public sealed class RequestFaultTests : IDisposable
{
    private readonly EmbeddedCluster _cluster = EmbeddedCluster.Start();
    private readonly IProducer<string, string> _producer;

    public RequestFaultTests()
    {
        _cluster.CreateTopic("orders", partitions: 2);
        _cluster.MoveLeader("orders", 0, 1);
        _cluster.MoveLeader("orders", 1, 2);
        _cluster.StartRequestTracking();
        _producer = Clients.Producer(_cluster);
    }

    [Fact]
    public async Task Errors_that_pass_are_retried()
    {
        _cluster.PushRequestErrors(KafkaApi.Produce, ErrorCode.RequestTimedOut, ErrorCode.NotEnoughReplicas, ErrorCode.RequestTimedOut);

        await Clients.SendAsync(_producer, "orders", 0);

        Assert.Equal(4, Sent(toBroker: 1));
    }

    [Fact]
    public async Task An_error_that_stays_fails_the_send_at_once()
    {
        _cluster.PushRequestErrors(KafkaApi.Produce, ErrorCode.MsgSizeTooLarge);

        Assert.Equal(ErrorCode.MsgSizeTooLarge, await Clients.FailureOfSendAsync(_producer, "orders", 0));

        Assert.Equal(1, Sent(toBroker: 1));
    }

    [Fact]
    public async Task A_connection_that_is_cut_is_made_again()
    {
        _cluster.PushRequestErrors(KafkaApi.Produce, ErrorCode.Local_Transport);

        await Clients.SendAsync(_producer, "orders", 0);

        Assert.Equal(2, Sent(toBroker: 1));
    }

    [Fact]
    public async Task Errors_that_were_cleared_meet_no_request()
    {
        _cluster.PushRequestErrors(KafkaApi.Produce, ErrorCode.MsgSizeTooLarge);

        _cluster.ClearRequestErrors(KafkaApi.Produce);

        await Clients.SendAsync(_producer, "orders", 0);
    }

    [Fact]
    public async Task A_brokers_errors_and_round_trips_are_its_own()
    {
        _cluster.PushBrokerRequestErrors(2, KafkaApi.Produce, (ErrorCode.NoError, TimeSpan.FromMilliseconds(500)), (ErrorCode.MsgSizeTooLarge, TimeSpan.FromMilliseconds(500)));

        await Clients.SendAsync(_producer, "orders", 0);
        Assert.Equal((0, 2), (_cluster.PendingBrokerRequestErrors(1, KafkaApi.Produce), _cluster.PendingBrokerRequestErrors(2, KafkaApi.Produce)));

        Assert.True(await Clients.SendAsync(_producer, "orders", 1) >= TimeSpan.FromMilliseconds(500));
        Assert.Equal(1, _cluster.PendingBrokerRequestErrors(2, KafkaApi.Produce));

        Assert.Equal(ErrorCode.MsgSizeTooLarge, await Clients.FailureOfSendAsync(_producer, "orders", 1));
        Assert.Equal(0, _cluster.PendingBrokerRequestErrors(2, KafkaApi.Produce));

        Assert.True(await Clients.SendAsync(_producer, "orders", 1) < TimeSpan.FromMilliseconds(400));
    }

    [Fact]
    public async Task A_partitions_errors_are_its_own()
    {
        _cluster.PushPartitionRequestErrors("orders", 0, KafkaApi.Produce, ErrorCode.NotLeaderForPartition, ErrorCode.MsgSizeTooLarge);

        await Clients.SendAsync(_producer, "orders", 1);

        Assert.Equal(ErrorCode.MsgSizeTooLarge, await Clients.FailureOfSendAsync(_producer, "orders", 0));
        Assert.Equal(2, Sent(toBroker: 1));
    }

    [Fact]
    public async Task A_consumer_survives_errors_of_its_fetches()
    {
        await Clients.SendAsync(_producer, "orders", 0, "first");
        _cluster.PushPartitionRequestErrors("orders", 0, KafkaApi.Fetch, ErrorCode.NotLeaderForPartition);
        using var consumer = Clients.Consumer(_cluster, "readers");

        consumer.Assign(new TopicPartitionOffset("orders", 0, 0));

        Assert.Equal("first", Clients.Next(consumer).Message.Value);
        Assert.True(_cluster.TrackedRequests().Count(request => request.Api == KafkaApi.Fetch) >= 2);
    }

    [Fact]
    public async Task Requests_are_told_by_broker_kind_and_time_until_cleared_or_stopped()
    {
        await Clients.SendAsync(_producer, "orders", 0);
        await Clients.SendAsync(_producer, "orders", 1);
        var sent = _cluster.TrackedRequests().Where(request => request.Api == KafkaApi.Produce).ToList();

        _cluster.ClearTrackedRequests();
        await Clients.SendAsync(_producer, "orders", 0);
        var cleared = _cluster.TrackedRequests().Count(request => request.Api == KafkaApi.Produce);
        _cluster.StopRequestTracking();
        await Clients.SendAsync(_producer, "orders", 0);

        Assert.Equal([1, 2], sent.Select(request => request.BrokerId));
        Assert.True(sent[0].At < sent[1].At);
        Assert.InRange(sent[1].At - sent[0].At, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        Assert.Equal(1, cleared);
        Assert.Empty(_cluster.TrackedRequests());
    }

    public void Dispose()
    {
        _producer.Dispose();
        _cluster.Dispose();
    }

    private int Sent(int toBroker) => _cluster.TrackedRequests().Count(request => request.Api == KafkaApi.Produce && request.BrokerId == toBroker);
}
