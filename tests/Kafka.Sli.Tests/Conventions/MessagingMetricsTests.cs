using Confluent.Kafka;

namespace Kafka.Sli.Tests.Conventions;

/// <summary>The second meter says what OpenTelemetry's messaging conventions define.</summary>
public sealed class MessagingMetricsTests : IDisposable
{
    private readonly Given _given = new();
    private readonly Measurements _conventional;

    public MessagingMetricsTests() => _conventional = new Measurements(_given.Sli, _given.Sli.MessagingMeter);

    public void Dispose()
    {
        _conventional.Dispose();
        _given.Dispose();
    }

    [Fact]
    public void A_send_is_an_operation_that_lasts_to_its_delivery_report_and_a_message()
    {
        Action<DeliveryReport<string, string>>? report = null;
        var stub = new StubProducer<string, string> { OnProduce = (_, handler) => report = handler };
        using var producer = stub.WithSli(_given.Sli);

        producer.Produce("orders", new Message<string, string>());
        _given.Passes(2);
        Assert.Empty(_conventional.Of("messaging.client.operation.duration"));
        report!(Reports.Ok(new Message<string, string>()));

        var operation = Assert.Single(_conventional.Of("messaging.client.operation.duration"));
        Assert.Equal(2, operation.Value, 6);
        Assert.Equal("s", operation.Instrument.Unit);
        Assert.Equal(
            ["messaging.system=kafka", "messaging.operation.name=send", "messaging.operation.type=send", "messaging.destination.name=orders"],
            operation.Tags.Select(t => $"{t.Key}={t.Value}"));
        Assert.Equal(1, Assert.Single(_conventional.Of("messaging.client.sent.messages")).Value);
    }

    [Fact]
    public void A_send_that_fails_has_an_error_type()
    {
        var stub = new StubProducer<string, string> { OnProduce = (message, handler) => handler!(Reports.Error(message, ErrorCode.Local_MsgTimedOut)) };
        using var producer = stub.WithSli(_given.Sli);

        producer.Produce("orders", new Message<string, string>());

        Assert.Equal("Local_MsgTimedOut", Assert.Single(_conventional.Of("messaging.client.operation.duration"))["error.type"]);
        Assert.Equal("Local_MsgTimedOut", Assert.Single(_conventional.Of("messaging.client.sent.messages"))["error.type"]);
    }

    [Fact]
    public void A_message_is_a_poll_and_what_follows_to_the_next_poll_its_processing()
    {
        var (inner, stub) = StubConsumer.Create();
        using var consumer = inner.WithSli(_given.Sli, new SliClientOptions { ConsumerGroup = "billing" });
        stub.Returns(new ConsumeResult<string, string> { Topic = "orders", Message = new Message<string, string>() });
        stub.Returns(null);

        consumer.Consume(0);
        _given.Passes(3);
        consumer.Consume(0);

        var poll = Assert.Single(_conventional.Of("messaging.client.operation.duration"));
        Assert.Equal("poll", poll["messaging.operation.name"]);
        Assert.Equal("receive", poll["messaging.operation.type"]);
        Assert.Equal("billing", poll["messaging.consumer.group.name"]);
        Assert.Equal(1, Assert.Single(_conventional.Of("messaging.client.consumed.messages")).Value);
        var process = Assert.Single(_conventional.Of("messaging.process.duration"));
        Assert.Equal(3, process.Value, 6);
        Assert.Equal("orders", process["messaging.destination.name"]);
    }

    [Fact]
    public void Processing_ends_when_the_consumer_is_closed()
    {
        var (inner, stub) = StubConsumer.Create();
        using var consumer = inner.WithSli(_given.Sli);
        stub.Returns(new ConsumeResult<string, string> { Topic = "orders", Message = new Message<string, string>() });

        consumer.Consume(0);
        consumer.Unsubscribe();
        Assert.Empty(_conventional.Of("messaging.process.duration"));
        consumer.Close();

        Assert.Single(_conventional.Of("messaging.process.duration"));
    }

    [Fact]
    public void What_Consume_throws_is_a_poll_with_an_error_and_no_message()
    {
        var (inner, stub) = StubConsumer.Create();
        using var consumer = inner.WithSli(_given.Sli);
        stub.Throws(new ConsumeException(new ConsumeResult<byte[], byte[]> { Topic = "orders" }, new Error(ErrorCode.TopicAuthorizationFailed)));

        Assert.Throws<ConsumeException>(() => consumer.Consume(0));

        Assert.Equal("TopicAuthorizationFailed", Assert.Single(_conventional.Of("messaging.client.operation.duration"))["error.type"]);
        Assert.Empty(_conventional.Of("messaging.client.consumed.messages"));
    }

    [Fact]
    public void A_commit_is_an_operation_that_settles()
    {
        var (inner, _) = StubConsumer.Create();
        using var consumer = inner.WithSli(_given.Sli);

        consumer.Commit();

        var commit = Assert.Single(_conventional.Of("messaging.client.operation.duration"));
        Assert.Equal("commit", commit["messaging.operation.name"]);
        Assert.Equal("settle", commit["messaging.operation.type"]);
    }

    [Fact]
    public void Nobody_listening_costs_no_record()
    {
        using var given = new Given();
        var stub = new StubProducer<string, string> { OnProduce = (message, handler) => handler!(Reports.Ok(message)) };
        using var producer = stub.WithSli(given.Sli);

        producer.Produce("orders", new Message<string, string>());

        Assert.Single(given.Measured.Produces);
        Assert.False(given.Sli.Telemetry.Messaging.SendsAreListenedTo);
    }
}
