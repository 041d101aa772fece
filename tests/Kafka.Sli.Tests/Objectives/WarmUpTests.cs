using Confluent.Kafka;
using Kafka.Sli.Consuming;
using Kafka.Sli.Measuring;
using Kafka.Sli.Objectives;
using Kafka.Sli.Telemetry;

namespace Kafka.Sli.Tests.Objectives;

/// <summary>What began in the warm-up of a client is told apart, and no objective hears of it.</summary>
public sealed class WarmUpTests : IDisposable
{
    private static readonly SliClientOptions Warming = new() { Name = "cold", ConsumerGroup = "billing", WarmUp = TimeSpan.FromSeconds(10) };

    private readonly Given _given = new(
        "produce: 99% < 1s as sent", "delivery: 99% < 1s as read", "transaction: 99% < 1s as transfers", "offset_commit: 99% < 1s as commits", "assignment: 99% < 1s as joins");
    private readonly List<Action<DeliveryReport<string, string>>> _reports = [];

    private IReadOnlyList<Measurements.Measurement> Told => _given.Measured.Of("kafka.sli.warmup.duration");

    private long Now => _given.Time.GetTimestamp();

    public void Dispose() => _given.Dispose();

    [Fact]
    public void A_send_that_began_in_it_is_told_apart_with_its_usual_attributes()
    {
        using var producer = Producer();
        Send(producer);
        _given.Passes(0.8);
        Succeed(0);
        Send(producer);
        _reports[1](Reports.Error(new Message<string, string>(), ErrorCode.MsgSizeTooLarge));

        Assert.Equal([0.8, 0], Told.Select(t => Math.Round(t.Value, 6)));
        Assert.Equal([new("messaging.destination.name", "orders"), new("kafka.sli.client", "cold"), new("kafka.sli.indicator", "produce")], Told[0].Tags);
        Assert.Equal(("failed", "MsgSizeTooLarge"), (Told[1]["kafka.sli.outcome"], Told[1]["error.type"]));
        Assert.Empty(_given.Measured.Produces);
        Assert.Equal((0, 0, 0), Verdicts("sent"));
    }

    [Fact]
    public void It_begins_with_the_first_send_and_ends_as_long_after()
    {
        using var producer = Producer();
        _given.Passes(100);
        Send(producer);
        _given.Passes(9.999);
        Send(producer);
        _given.Passes(0.001);
        Send(producer);
        Succeed(0, 1, 2);

        Assert.Equal(2, Told.Count);
        Assert.Single(_given.Measured.Produces);
        Assert.Equal((1, 0, 0), Verdicts("sent"));
    }

    [Fact]
    public void What_is_in_flight_when_it_is_over_was_begun_in_it()
    {
        using var producer = Producer();
        Send(producer);
        _given.Passes(5);
        Assert.Equal((0, 0, 0), Verdicts("sent"));

        _given.Passes(60);
        Assert.Equal((0, 0, 0), Verdicts("sent"));
        Assert.Equal(1, Assert.Single(_given.Measured.Observe("kafka.sli.produce.in_flight")).Value);

        Succeed(0);
        Assert.Equal((0, 0, 0), Verdicts("sent"));
        Assert.Equal(65, Assert.Single(Told).Value, 6);
    }

    [Fact]
    public void What_it_leaves_in_flight_does_not_keep_what_comes_after_from_being_late()
    {
        using var producer = Producer();
        Send(producer);
        _given.Passes(10);
        Send(producer);
        _given.Passes(2);

        Assert.Equal((0, 1, 0), Verdicts("sent"));
    }

    [Fact]
    public void No_error_budget_burn_rate_or_alert_hears_of_it()
    {
        var alerts = 0;
        _given.Sli.AlertChanged += (_, _) => alerts++;
        using var producer = Producer();
        for (var i = 0; i < 100; i++)
        {
            Send(producer);
        }

        _given.Passes(60);

        Assert.All(_given.Sli.Objectives, o => Assert.Equal((0, 0, 0, 1.0), (o.Good, o.Bad, o.Excluded, o.ErrorBudgetRemaining)));
        Assert.All(_given.Measured.Observe("kafka.sli.burn_rate"), r => Assert.Equal(0, r.Value));
        Assert.Equal(0, alerts);
    }

    [Fact]
    public void What_is_abandoned_or_turned_away_in_it_has_no_verdict()
    {
        var inner = new StubProducer<string, string> { OnProduce = (message, _) => throw new ProduceException<string, string>(new Error(ErrorCode.Local_QueueFull), new() { Message = message }) };
        var turnedAway = inner.WithSli(_given.Sli, Warming);
        Assert.Throws<ProduceException<string, string>>(() => Send(turnedAway));
        var producer = Producer();
        Send(producer);
        _given.Passes(20);
        producer.Dispose();
        turnedAway.Dispose();

        Assert.Equal(["abandoned", "failed"], Told.Select(t => t["kafka.sli.outcome"]));
        Assert.Equal((0, 0, 0), Verdicts("sent"));
    }

    [Fact]
    public void A_send_that_was_due_in_it_belongs_to_it()
    {
        using var producer = _given.Sli.MeasureProducer(Warming);
        var due = Now;
        producer.BeginProduce("orders", due).End(MeasuredEnd.Ok, due);
        _given.Passes(30);

        producer.BeginProduce("orders", due + _given.Time.TimestampFrequency).End(MeasuredEnd.Ok, Now);
        producer.BeginProduce("orders", Now).End(MeasuredEnd.Ok, Now);

        Assert.Equal([0, 29], Told.Select(t => Math.Round(t.Value, 6)));
        Assert.Equal((1, 0, 0), Verdicts("sent"));
    }

    [Fact]
    public void A_transaction_belongs_to_it_by_its_beginning_and_its_initialisation_is_the_first()
    {
        using var producer = Producer();
        producer.InitTransactions(TimeSpan.FromSeconds(1));
        _given.Passes(9);
        producer.BeginTransaction();
        _given.Passes(30);
        producer.CommitTransaction();
        producer.BeginTransaction();
        producer.CommitTransaction();

        Assert.Equal(["init_transactions", null], Told.Select(t => t["messaging.operation.name"]));
        Assert.All(Told, t => Assert.Equal("transaction", t["kafka.sli.indicator"]));
        Assert.Equal((1, 0, 0), Verdicts("transfers"));
    }

    [Fact]
    public void A_message_belongs_to_it_by_when_it_was_read()
    {
        var (inner, stub) = StubConsumer.Create();
        using var consumer = inner.WithSli(_given.Sli, Warming);
        consumer.Subscribe("orders");
        _given.Passes(60);
        Read(0);
        _given.Passes(9);
        Read(1);
        Read(1);
        _given.Passes(1);
        Read(2);

        Assert.Equal([null, null, "replay"], Told.Select(t => t["kafka.sli.outcome"]));
        Assert.Equal(
            [new("messaging.destination.name", "orders"), new("messaging.consumer.group.name", "billing"), new("kafka.sli.client", "cold"), new("kafka.sli.indicator", "delivery")], Told[0].Tags);
        Assert.Single(_given.Measured.Deliveries);
        Assert.Equal((0, 1, 0), Verdicts("read"));

        void Read(long offset)
        {
            var sent = new SliClock(_given.Time).UnixMicroseconds - 2_000_000;
            stub.Returns(new ConsumeResult<string, string>
            {
                Topic = "orders",
                Partition = 0,
                Offset = offset,
                Message = new() { Headers = new() { { SentStamp.HeaderKey, SentStamp.Write(sent, SentStamp.HashOf("orders")) } } },
            });
            consumer.Consume(0);
        }
    }

    [Fact]
    public void A_commit_belongs_to_it_by_its_beginning_and_the_first_one_begins_it()
    {
        var (inner, stub) = StubConsumer.Create();
        using var consumer = inner.WithSli(_given.Sli, Warming);
        stub.OnCommit = () =>
        {
            _given.Passes(5);
            return [new("orders", 0, 1)];
        };
        consumer.Subscribe("orders");
        _given.Passes(60);
        consumer.Commit();
        consumer.Commit();
        consumer.Commit();

        Assert.Equal(["offset_commit", "offset_commit"], Told.Select(t => t["kafka.sli.indicator"]));
        Assert.Equal(5, Assert.Single(_given.Measured.Of("kafka.sli.offset_commit.duration")).Value, 6);
        Assert.Equal((0, 1, 0), Verdicts("commits"));
    }

    [Fact]
    public void Of_a_client_elsewhere_it_is_the_same()
    {
        using var consumer = _given.Sli.MeasureConsumer(Warming, isOutside: true);
        consumer.Subscribed(Now);
        _given.Passes(5);
        consumer.PartitionsAssigned(Now);
        var commit = consumer.BeginCommit(Now);
        consumer.Received("orders", 0, 0, SentStamp.Write(new SliClock(_given.Time).UnixMicroseconds - 2_000_000, SentStamp.HashOf("orders")), default, Now);
        consumer.PartitionsGone(Now);
        _given.Passes(20);
        consumer.ToldUntil(Now);
        _given.Passes(0.1);
        consumer.PartitionsAssigned(Now);
        commit.End(MeasuredEnd.Failed("COORDINATOR_NOT_AVAILABLE"), Now);

        Assert.Equal(["assignment", "delivery", "assignment", "offset_commit"], Told.Select(t => t["kafka.sli.indicator"]));
        Assert.All(_given.Sli.Objectives, o => Assert.Equal((0, 0, 0), (o.Good, o.Bad, o.Excluded)));

        consumer.PartitionsGone(Now);
        _given.Passes(2);
        consumer.PartitionsAssigned(Now);
        consumer.BeginCommit(Now).End(MeasuredEnd.Ok, Now);
        Assert.Equal(((0, 1, 0), (1, 0, 0)), (Verdicts("joins"), Verdicts("commits")));
    }

    [Fact]
    public void A_consumer_that_was_found_subscribed_began_before()
    {
        var clock = new SliClock(_given.Time);
        var assignment = new AssignmentClock(_given.Sli.Telemetry.AssignmentSeries("billing", "cold", TimeSpan.FromSeconds(10)), clock);
        assignment.IsFoundSubscribed();
        _given.Passes(10);
        assignment.Lost();
        assignment.Assigned();

        Assert.Empty(Told);
        Assert.Equal((1, 0, 0), Verdicts("joins"));
    }

    [Fact]
    public void Each_client_has_its_own_and_says_for_itself_whether_it_has_one()
    {
        using var given = new Given(o => o.WarmUp = TimeSpan.FromSeconds(10), "produce: 99% < 1s as sent");
        using var first = given.Sli.MeasureProducer();
        first.BeginProduce("orders", given.Time.GetTimestamp());
        given.Passes(60);
        using var second = given.Sli.MeasureProducer();
        using var without = given.Sli.MeasureProducer(new() { WarmUp = TimeSpan.Zero });
        foreach (var producer in new[] { first, second, without })
        {
            producer.BeginProduce("orders", given.Time.GetTimestamp()).End(MeasuredEnd.Ok, given.Time.GetTimestamp());
        }

        Assert.Single(given.Measured.Of("kafka.sli.warmup.duration"));
        Assert.Equal(2, given.Measured.Produces.Count);
        Assert.Equal((2, 0, 0), given.Measured.Events("sent"));
    }

    [Fact]
    public void Without_one_nothing_is_told_apart()
    {
        using var producer = _given.Sli.MeasureProducer();
        producer.BeginProduce("orders", Now).End(MeasuredEnd.Ok, Now);

        Assert.Empty(Told);
        Assert.Equal((1, 0, 0), Verdicts("sent"));
    }

    [Fact]
    public void One_that_is_less_than_nothing_is_refused()
    {
        var ofClient = Assert.Throws<ArgumentOutOfRangeException>(() => new SliClientOptions { WarmUp = TimeSpan.FromSeconds(-1) });
        Assert.StartsWith("WarmUp: -00:00:01 must not be less than 0; TimeSpan.Zero is none", ofClient.Message, StringComparison.Ordinal);
        var ofAll = Assert.Throws<ArgumentException>(() => KafkaSli.Create(new() { WarmUp = TimeSpan.FromSeconds(-1) }));
        Assert.StartsWith("WarmUp: -00:00:01 must not be less than 0; leave it out for no warm-up", ofAll.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_without_end_does_not_overflow()
    {
        using var producer = _given.Sli.MeasureProducer(new() { WarmUp = TimeSpan.MaxValue });
        producer.BeginProduce("orders", Now).End(MeasuredEnd.Ok, Now);
        _given.Passes(1e6);
        producer.BeginProduce("orders", Now).End(MeasuredEnd.Ok, Now);

        Assert.Equal(2, Told.Count);
    }

    [Fact]
    public void The_first_events_of_many_threads_are_of_one_warm_up()
    {
        var warmUp = new WarmUp(new SliClock(_given.Time), TimeSpan.FromSeconds(10), ServiceLevelIndicator.Produce, _given.Sli.Telemetry.Instruments.WarmUpDuration);
        var start = Now;
        var second = _given.Time.TimestampFrequency;

        Parallel.For(0, 100, _ => Assert.True(warmUp.Covers(start)));

        Assert.Equal((true, false), (warmUp.Covers(start + (10 * second) - 1), warmUp.Covers(start + (10 * second))));
    }

    private IProducer<string, string> Producer() =>
        new StubProducer<string, string> { OnProduce = (_, handler) => _reports.Add(handler!) }.WithSli(_given.Sli, Warming);

    private static void Send(IProducer<string, string> producer) => producer.Produce("orders", new Message<string, string> { Value = "v" }, static _ => { });

    private void Succeed(params int[] sends)
    {
        foreach (var send in sends)
        {
            _reports[send](Reports.Ok(new Message<string, string>()));
        }
    }

    private (long Good, long Bad, long Excluded) Verdicts(string objective) => _given.Measured.Events(objective);
}
