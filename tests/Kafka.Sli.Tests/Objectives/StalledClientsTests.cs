using Confluent.Kafka;
using Kafka.Sli.Telemetry;

namespace Kafka.Sli.Tests.Objectives;

/// <summary>The stalls of this process count in every indicator that has a latency.</summary>
public sealed class StalledClientsTests : IDisposable
{
    private readonly KnownStalls _stalls = new();
    private readonly Given _given;
    private readonly StubConsumer _stub;
    private readonly IConsumer<string, string> _consumer;
    private long _offset;

    public StalledClientsTests()
    {
        _given = new(
            o => o.Stalls = _stalls,
            "delivery: 99% < 1s as fresh",
            "offset_commit: 99% < 1s as commits",
            "transaction: 99% < 1s as transactions",
            "assignment: 99% < 1s as assignments");
        (var inner, _stub) = StubConsumer.Create();
        _consumer = inner.WithSli(_given.Sli);
    }

    public void Dispose() => _given.Dispose();

    [Theory]
    [InlineData(0.9, 1, 0, 0)]
    [InlineData(1.5, 0, 0, 1)]
    [InlineData(1.51, 0, 1, 0)]
    public void The_age_of_a_message_spans_the_time_until_now(double age, long good, long bad, long excluded)
    {
        _consumer.Subscribe("orders");
        _given.Passes(10);
        _stalls.Add(_given.Time, seconds: 0.5, ago: 0.8);

        Consume(age);

        Assert.Equal((good, bad, excluded), _given.Measured.Events("fresh"));
        Assert.Equal(age, Assert.Single(_given.Measured.Deliveries).Value, 6);
    }

    [Fact]
    public void A_stall_before_the_message_was_sent_changes_nothing()
    {
        _consumer.Subscribe("orders");
        _given.Passes(10);
        _stalls.Add(_given.Time, seconds: 5, ago: 7);

        Consume(ago: 1.5);

        Assert.Equal((0, 1, 0), _given.Measured.Events("fresh"));
    }

    [Theory]
    [InlineData(0.9, 0, 1)]
    [InlineData(1.1, 1, 0)]
    public void A_commit_spans_its_call(double waits, long bad, long excluded)
    {
        _stub.OnCommit = () =>
        {
            StandsStill(2);
            _given.Passes(waits);
            return [];
        };

        _consumer.Commit();

        Assert.Equal((0, bad, excluded), _given.Measured.Events("commits"));
    }

    [Fact]
    public void Of_a_transaction_the_stalls_inside_its_calls_count_and_no_others()
    {
        var inner = new StubProducer<string, string>();
        using var producer = inner.WithSli(_given.Sli);
        inner.OnTransactionCall = call => StandsStill(call == "BeginTransaction" ? 2 : 0.1);
        producer.BeginTransaction();
        _given.Passes(100);
        producer.CommitTransaction();
        Assert.Equal((0, 0, 1), _given.Measured.Events("transactions"));

        inner.OnTransactionCall = call => _given.Passes(call == "CommitTransaction" ? 1.1 : 0);
        producer.BeginTransaction();
        StandsStill(2);
        producer.CommitTransaction();
        Assert.Equal((0, 1, 1), _given.Measured.Events("transactions"));
    }

    [Fact]
    public void A_transaction_is_not_bad_in_its_call_before_it_is_late_without_the_stall()
    {
        var inner = new StubProducer<string, string>();
        using var producer = inner.WithSli(_given.Sli);
        producer.BeginTransaction();
        inner.OnTransactionCall = _ =>
        {
            StandsStill(3);
            _given.Passes(0.9);
            Assert.Equal((0, 0, 0), _given.Measured.Events("transactions"));
            _given.Passes(0.2);
            Assert.Equal((0, 1, 0), _given.Measured.Events("transactions"));
        };

        producer.CommitTransaction();

        Assert.Equal((0, 1, 0), _given.Measured.Events("transactions"));
    }

    [Theory]
    [InlineData(0.9, 0, 1)]
    [InlineData(1.1, 1, 0)]
    public void An_assignment_spans_the_rebalance(double waits, long bad, long excluded)
    {
        var consumer = (Kafka.Sli.Consuming.SliConsumer<string, string>)_consumer;
        consumer.Subscribe("orders");
        StandsStill(2);
        _given.Passes(waits);

        consumer.PartitionsAssigned([new("orders", 0)], null);

        Assert.Equal((0, bad, excluded), _given.Measured.Events("assignments"));
    }

    private void StandsStill(double seconds)
    {
        _stalls.Add(_given.Time, seconds);
        _given.Passes(seconds);
    }

    private void Consume(double ago)
    {
        var sent = (_given.Time.GetUtcNow().AddSeconds(-ago) - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        _stub.Returns(new ConsumeResult<string, string>
        {
            Topic = "orders",
            Offset = _offset++,
            Message = new Message<string, string> { Headers = new Headers { { SentStamp.HeaderKey, SentStamp.Write(sent, SentStamp.HashOf("orders")) } } },
        });
        _consumer.Consume(0);
    }
}
