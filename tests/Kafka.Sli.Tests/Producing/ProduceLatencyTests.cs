using Confluent.Kafka;
using Kafka.Sli.Producing;

namespace Kafka.Sli.Tests.Producing;

public sealed class ProduceLatencyTests : IDisposable
{
    private readonly Given _given = new();
    private readonly StubProducer<string, string> _stub = new();
    private readonly SliProducer<string, string> _producer;
    private readonly Message<string, string> _message = new() { Key = "k", Value = "v" };

    public ProduceLatencyTests() =>
        _producer = (SliProducer<string, string>)_stub.WithSli(_given.Sli, new SliClientOptions { Name = "checkout" });

    public void Dispose() => _given.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Latency_counts_from_the_call_to_the_delivery_report_with_a_handler_or_without(bool withHandler)
    {
        Action<DeliveryReport<string, string>>? report = null;
        _stub.OnProduce = (_, handler) => report = handler;
        var reports = new List<DeliveryReport<string, string>>();

        _producer.Produce("orders", _message, withHandler ? reports.Add : null);
        Assert.Empty(_given.Measured.Produces);
        _given.Passes(0.25);
        var delivered = Reports.Ok(_message);
        report!(delivered);

        var measured = Assert.Single(_given.Measured.Produces);
        Assert.Equal(0.25, measured.Value, 6);
        Assert.Equal("orders", measured["messaging.destination.name"]);
        Assert.Equal("checkout", measured["kafka.sli.client"]);
        Assert.Equal(2, measured.Tags.Length);
        Assert.Equal(withHandler ? [delivered] : [], reports);
    }

    [Fact]
    public async Task Latency_counts_from_the_call_to_the_end_of_the_task()
    {
        var sent = new TaskCompletionSource<DeliveryResult<string, string>>();
        _stub.OnProduceAsync = (_, _) => sent.Task;
        var result = new DeliveryResult<string, string> { Status = PersistenceStatus.Persisted };

        var task = _producer.ProduceAsync(new TopicPartition("orders", 1), _message, TestContext.Current.CancellationToken);
        _given.Passes(1.5);
        Assert.Empty(_given.Measured.Produces);
        sent.SetResult(result);

        Assert.Same(result, await task);
        Assert.Equal(1.5, Assert.Single(_given.Measured.Produces).Value, 6);
    }

    [Fact]
    public void Latency_counts_from_the_intended_start_where_one_is_given()
    {
        _stub.OnProduce = (message, handler) => handler!(Reports.Ok(message));
        var due = _given.Time.GetTimestamp();
        _given.Passes(0.4);

        _producer.Produce(new TopicPartition("orders", Partition.Any), _message, null, due);

        Assert.Equal(0.4, Assert.Single(_given.Measured.Produces).Value, 6);
    }

    [Fact]
    public void The_oldest_in_flight_and_their_number_are_told_while_the_delivery_report_is_outstanding()
    {
        Action<DeliveryReport<string, string>>? report = null;
        _stub.OnProduce = (_, handler) => report ??= handler;
        Assert.Equal(0, Assert.Single(_given.Measured.Observe("kafka.sli.produce.in_flight")).Value);

        _producer.Produce("orders", _message);
        _given.Passes(2);
        _producer.Produce("orders", _message);
        _given.Passes(1);

        Assert.Equal(2, Assert.Single(_given.Measured.Observe("kafka.sli.produce.in_flight")).Value);
        Assert.Equal(3, Assert.Single(_given.Measured.Observe("kafka.sli.produce.oldest_in_flight")).Value, 6);
        report!(Reports.Ok(_message));
        Assert.Equal(1, Assert.Single(_given.Measured.Observe("kafka.sli.produce.oldest_in_flight")).Value, 6);
        Assert.Equal(1, Assert.Single(_given.Measured.Observe("kafka.sli.produce.in_flight")).Value);
    }

    [Fact]
    public void The_oldest_in_flight_is_the_one_that_was_due_first_in_whatever_order_they_were_sent()
    {
        var start = _given.Time.GetTimestamp();
        _given.Passes(10);
        _producer.Produce("orders", _message);
        foreach (var due in (double[])[6, 2, 4])
        {
            _producer.Produce(new TopicPartition("orders", 0), _message, null, start + (long)(due * _given.Time.TimestampFrequency));
        }

        Assert.Equal(8, Assert.Single(_given.Measured.Observe("kafka.sli.produce.oldest_in_flight")).Value, 6);
    }

    [Fact]
    public void Gauges_of_clients_of_one_name_are_told_as_one()
    {
        using var other = new StubProducer<string, int>().WithSli(_given.Sli, new SliClientOptions { Name = "checkout" });

        _producer.Produce("orders", _message);
        _given.Passes(1);
        other.Produce("orders", new Message<string, int>());

        Assert.Equal(2, Assert.Single(_given.Measured.Observe("kafka.sli.produce.in_flight")).Value);
        Assert.Equal(1, Assert.Single(_given.Measured.Observe("kafka.sli.produce.oldest_in_flight")).Value, 6);
    }

    [Fact]
    public void What_the_applications_handler_throws_is_left_to_the_client()
    {
        Action<DeliveryReport<string, string>>? report = null;
        _stub.OnProduce = (_, handler) => report = handler;

        _producer.Produce("orders", _message, _ => throw new InvalidTimeZoneException("mine"));

        Assert.Throws<InvalidTimeZoneException>(() => report!(Reports.Ok(_message)));
        Assert.Single(_given.Measured.Produces);
    }

    [Fact]
    public void Without_a_listener_the_client_gets_the_call_as_it_was_made()
    {
        using var sli = KafkaSli.Create(new KafkaSliOptions { SentStamp = false });
        using var producer = _stub.WithSli(sli);
        Action<DeliveryReport<string, string>>? passed = null;
        _stub.OnProduce = (_, handler) => passed = handler;

        producer.Produce("orders", _message);

        Assert.Null(passed);
        Assert.Same(_message, _stub.Last);
    }
}
