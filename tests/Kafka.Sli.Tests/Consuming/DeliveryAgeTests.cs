using Confluent.Kafka;
using Kafka.Sli.Telemetry;

namespace Kafka.Sli.Tests.Consuming;

public sealed class DeliveryAgeTests : IDisposable
{
    private const string Objective = "delivery: 99% < 1s as fresh";

    private readonly Given _given = new(Objective);
    private readonly StubConsumer _stub;
    private readonly IConsumer<string, string> _consumer;
    private long _offset;

    public DeliveryAgeTests()
    {
        (var inner, _stub) = StubConsumer.Create();
        _consumer = inner.WithSli(_given.Sli, new SliClientOptions { Name = "billing", ConsumerGroup = "billing-group" });
        _consumer.Subscribe("orders");
        _given.Passes(10);
    }

    public void Dispose() => _given.Dispose();

    [Fact]
    public void Age_counts_from_the_stamp_to_the_return_of_consume()
    {
        var result = Sent(ago: 0.25);

        Assert.Same(result, Consume(result));

        var measured = Assert.Single(_given.Measured.Deliveries);
        Assert.Equal(0.25, measured.Value, 6);
        Assert.Equal("orders", measured["messaging.destination.name"]);
        Assert.Equal("billing-group", measured["messaging.consumer.group.name"]);
        Assert.Equal("billing", measured["kafka.sli.client"]);
        Assert.Equal(3, measured.Tags.Length);
        Assert.Equal((1, 0, 0), _given.Measured.Events("fresh"));
    }

    [Fact]
    public void A_late_message_is_bad()
    {
        Consume(Sent(ago: 1.5));

        Assert.Equal((0, 1, 0), _given.Measured.Events("fresh"));
    }

    [Fact]
    public void Nothing_and_the_end_of_a_partition_are_no_events()
    {
        Consume(null);
        Consume(new ConsumeResult<string, string> { Topic = "orders", IsPartitionEOF = true });

        Assert.Empty(_given.Measured.Deliveries);
    }

    [Theory]
    [InlineData(TimestampType.CreateTime, "create_time")]
    [InlineData(TimestampType.LogAppendTime, "log_append_time")]
    public void Without_a_stamp_the_message_timestamp_tells_an_age_that_is_recorded_and_not_judged(TimestampType type, string stamp)
    {
        Consume(Unstamped(ago: 3, type));

        var measured = Assert.Single(_given.Measured.Deliveries);
        Assert.Equal(3, measured.Value, 3);
        Assert.Equal(stamp, measured["kafka.sli.stamp"]);
        Assert.Equal((0, 0, 1), _given.Measured.Events("fresh"));
    }

    [Fact]
    public void By_option_the_message_timestamp_is_judged_too()
    {
        using var given = new Given(o => o.JudgeMessageTimestamp = true, Objective);
        var (inner, stub) = StubConsumer.Create();
        using var consumer = inner.WithSli(given.Sli);
        given.Passes(10);
        var sent = given.Time.GetUtcNow().AddSeconds(-3);
        stub.Returns(new ConsumeResult<string, string>
        {
            Topic = "orders",
            Message = new Message<string, string> { Timestamp = new Timestamp(sent.ToUnixTimeMilliseconds(), TimestampType.CreateTime) },
        });

        consumer.Consume(0);

        Assert.Equal((0, 1, 0), given.Measured.Events("fresh"));
    }

    [Fact]
    public void With_no_time_at_all_the_age_is_not_known_and_nothing_is_recorded()
    {
        Consume(Unstamped(ago: 0, TimestampType.NotAvailable));

        Assert.Empty(_given.Measured.Deliveries);
        Assert.Equal((0, 0, 1), _given.Measured.Events("fresh"));
    }

    [Fact]
    public void A_timestamp_before_all_time_is_how_a_broker_says_that_there_is_none()
    {
        var result = Unstamped(ago: 0, TimestampType.CreateTime);
        result.Message.Timestamp = new Timestamp(-1, TimestampType.CreateTime);

        Consume(result);

        Assert.Empty(_given.Measured.Deliveries);
        Assert.Equal((0, 0, 1), _given.Measured.Events("fresh"));
    }

    [Fact]
    public void A_timestamp_in_nanoseconds_is_one_from_the_future()
    {
        var result = Unstamped(ago: 0, TimestampType.CreateTime);
        result.Message.Timestamp = new Timestamp(_given.Time.GetUtcNow().ToUnixTimeMilliseconds() * 1_000_000, TimestampType.CreateTime);

        Consume(result);

        Assert.Equal(0, Assert.Single(_given.Measured.Deliveries).Value);
        Assert.Single(_given.Measured.Of("kafka.sli.delivery.clock_regressions"));
    }

    [Fact]
    public void A_stamp_that_was_made_for_another_topic_is_not_believed()
    {
        Consume(Sent(ago: 0.1, stampedFor: "elsewhere"));

        Assert.Equal("create_time", Assert.Single(_given.Measured.Deliveries)["kafka.sli.stamp"]);
        Assert.Equal((0, 0, 1), _given.Measured.Events("fresh"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(12)]
    [InlineData(14)]
    public void A_header_of_another_length_is_no_stamp(int length)
    {
        var result = Sent(ago: 0.1);
        result.Message.Headers = new Headers { { "kafka-sli-sent", new byte[length] } };

        Consume(result);

        Assert.Equal("create_time", Assert.Single(_given.Measured.Deliveries)["kafka.sli.stamp"]);
    }

    [Fact]
    public void A_stamp_from_the_future_counts_as_no_age_and_is_told()
    {
        Consume(Sent(ago: -2));

        Assert.Equal(0, Assert.Single(_given.Measured.Deliveries).Value);
        Assert.Single(_given.Measured.Of("kafka.sli.delivery.clock_regressions"));
        Assert.Equal((1, 0, 0), _given.Measured.Events("fresh"));
    }

    [Fact]
    public void What_was_read_before_is_a_replay_and_is_not_judged()
    {
        var first = Sent(ago: 0.1);
        Consume(first);
        Consume(Sent(ago: 0.1));
        Consume(first);

        Assert.Equal([null, null, "replay"], _given.Measured.Deliveries.Select(m => m["kafka.sli.outcome"]));
        Assert.Equal((2, 0, 1), _given.Measured.Events("fresh"));
    }

    [Fact]
    public void A_topic_that_was_made_anew_is_no_replay()
    {
        Consume(Sent(ago: 0.3));
        var last = Sent(ago: 0.2);
        Consume(last);
        var anew = Sent(ago: 0.1);
        anew.Offset = 0;
        var next = Sent(ago: 0.05);
        next.Offset = 1;
        Consume(anew);
        Consume(next);
        Consume(anew);

        Assert.Equal([null, null, null, null, "replay"], _given.Measured.Deliveries.Select(m => m["kafka.sli.outcome"]));
    }

    [Fact]
    public void What_another_member_of_the_group_in_this_process_has_read_is_a_replay()
    {
        var result = Sent(ago: 0.1);
        Consume(result);
        var (inner, stub) = StubConsumer.Create();
        stub.Returns(result);

        inner.WithSli(_given.Sli, new SliClientOptions { Name = "billing", ConsumerGroup = "billing-group" }).Consume(0);

        Assert.Equal("replay", _given.Measured.Deliveries[1]["kafka.sli.outcome"]);
    }

    [Fact]
    public void Groups_that_are_made_up_at_each_start_do_not_cost_a_known_one_what_it_has_read()
    {
        for (var i = 0; i < 1000; i++)
        {
            StubConsumer.Create().Consumer.WithSli(_given.Sli, new SliClientOptions { ConsumerGroup = $"made-up-{i}" }).Dispose();
        }

        What_another_member_of_the_group_in_this_process_has_read_is_a_replay();
    }

    [Fact]
    public void What_another_group_has_read_is_none()
    {
        var result = Sent(ago: -1);
        Consume(result);
        var (inner, stub) = StubConsumer.Create();
        stub.Returns(result);

        inner.WithSli(_given.Sli, new SliClientOptions { ConsumerGroup = "other" }).Consume(0);

        Assert.Null(_given.Measured.Deliveries[1]["kafka.sli.outcome"]);
    }

    [Fact]
    public void What_the_same_group_has_read_on_another_cluster_is_none_when_the_clients_have_names()
    {
        var result = Sent(ago: -1);
        Consume(result);
        var (inner, stub) = StubConsumer.Create();
        stub.Returns(result);

        inner.WithSli(_given.Sli, new SliClientOptions { Name = "billing-dc2", ConsumerGroup = "billing-group" }).Consume(0);

        Assert.Null(_given.Measured.Deliveries[1]["kafka.sli.outcome"]);
    }

    [Fact]
    public void What_was_sent_before_the_consumer_subscribed_is_backlog_and_is_not_judged()
    {
        Consume(Sent(ago: 60));

        var measured = Assert.Single(_given.Measured.Deliveries);
        Assert.Equal("backlog", measured["kafka.sli.outcome"]);
        Assert.Equal(60, measured.Value, 6);
        Assert.Equal((0, 0, 1), _given.Measured.Events("fresh"));
    }

    [Fact]
    public void By_option_backlog_counts()
    {
        using var given = new Given(o => o.Backlog = BacklogJudgement.Include, Objective);
        var (inner, stub) = StubConsumer.Create();
        stub.Returns(Sent(ago: 60));

        inner.WithSli(given.Sli).Consume(0);

        Assert.Equal((0, 1, 0), given.Measured.Events("fresh"));
    }

    [Fact]
    public void A_message_that_cannot_be_deserialised_is_a_delivery_and_an_error()
    {
        var sent = Sent(ago: 0.3);
        _stub.Throws(new ConsumeException(
            new ConsumeResult<byte[], byte[]>
            {
                Topic = "orders",
                Offset = 99,
                Message = new Message<byte[], byte[]> { Headers = sent.Message.Headers },
            },
            new Error(ErrorCode.Local_ValueDeserialization)));

        Assert.Throws<ConsumeException>(() => _consumer.Consume(0));

        Assert.Equal(0.3, Assert.Single(_given.Measured.Deliveries).Value, 6);
        Assert.Equal("Local_ValueDeserialization", Assert.Single(_given.Measured.Of("kafka.sli.consume.errors"))["error.type"]);
    }

    [Fact]
    public void What_consume_throws_is_counted_and_is_no_delivery()
    {
        var thrown = new ConsumeException(new ConsumeResult<byte[], byte[]> { Topic = "orders" }, new Error(ErrorCode.TopicAuthorizationFailed));
        _stub.Throws(thrown);

        Assert.Same(thrown, Assert.Throws<ConsumeException>(() => _consumer.Consume(0)));

        Assert.Empty(_given.Measured.Deliveries);
        Assert.Equal("TopicAuthorizationFailed", Assert.Single(_given.Measured.Of("kafka.sli.consume.errors"))["error.type"]);
    }

    [Fact]
    public void A_cancelled_consume_is_no_error()
    {
        _stub.Throws(new OperationCanceledException());

        Assert.Throws<OperationCanceledException>(() => _consumer.Consume(CancellationToken.None));

        Assert.Empty(_given.Measured.Of("kafka.sli.consume.errors"));
    }

    [Fact]
    public void The_poll_age_is_the_time_since_the_application_last_asked()
    {
        Assert.Equal(0, Assert.Single(_given.Measured.Observe("kafka.sli.consumer.poll_age")).Value);

        Consume(null);
        _given.Passes(4);

        Assert.Equal(4, Assert.Single(_given.Measured.Observe("kafka.sli.consumer.poll_age")).Value, 6);
        _consumer.Close();
        Assert.Empty(_given.Measured.Observe("kafka.sli.consumer.poll_age"));
    }

    private ConsumeResult<string, string>? Consume(ConsumeResult<string, string>? result)
    {
        _stub.Returns(result);
        return _consumer.Consume(TimeSpan.Zero);
    }

    private ConsumeResult<string, string> Sent(double ago, string stampedFor = "orders")
    {
        var result = Unstamped(ago, TimestampType.CreateTime);
        var sent = _given.Time.GetUtcNow().AddSeconds(-ago);
        result.Message.Headers.Add(
            SentStamp.HeaderKey,
            SentStamp.Write((sent - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond, SentStamp.HashOf(stampedFor)));
        return result;
    }

    private ConsumeResult<string, string> Unstamped(double ago, TimestampType type) => new()
    {
        Topic = "orders",
        Partition = 3,
        Offset = _offset++,
        Message = new Message<string, string>
        {
            Headers = [],
            Timestamp = new Timestamp(_given.Time.GetUtcNow().AddSeconds(-ago).ToUnixTimeMilliseconds(), type),
        },
    };
}
