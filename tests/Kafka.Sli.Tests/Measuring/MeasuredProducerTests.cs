using Kafka.Sli.Measuring;
using Kafka.Sli.Tests.Objectives;

namespace Kafka.Sli.Tests.Measuring;

/// <summary>A producer that is not Confluent.Kafka's is measured by the same contract.</summary>
public sealed class MeasuredProducerTests : IDisposable
{
    private static readonly SliClientOptions Named = new() { Name = "theirs" };

    private readonly KnownStalls _stalls = new();
    private readonly Given _given;

    public MeasuredProducerTests() => _given = new(options => options.Stalls = _stalls, "produce: 99% < 1s as sent");

    private long Now => _given.Time.GetTimestamp();

    private (long Good, long Bad, long Excluded) Sent => _given.Measured.Events("sent");

    public void Dispose() => _given.Dispose();

    [Fact]
    public void A_transaction_lasts_as_long_as_its_calls_did_and_what_makes_ready_for_it_is_told_apart()
    {
        using var producer = _given.Sli.MeasureProducer(Named);
        var made = producer.BeginInitTransactions(Now);
        _given.Passes(0.2);
        made.End(MeasuredEnd.Ok, Now);
        var start = Now;
        _given.Passes(0.1);
        var transaction = producer.BeginTransaction(start);
        _given.Passes(0.4);
        transaction.End(MeasuredEnd.Ok, Now);
        producer.BeginTransaction(Now).End(MeasuredEnd.Aborted, Now);
        producer.BeginTransaction(Now);

        producer.Dispose();

        var recorded = _given.Measured.Of("kafka.sli.transaction.duration");
        Assert.Equal([0.2, 0.5, 0, 0], recorded.Select(r => Math.Round(r.Value, 9)));
        Assert.Equal(["init_transactions", null, null, null], recorded.Select(r => r["messaging.operation.name"]));
        Assert.Equal([null, null, "aborted", "abandoned"], recorded.Select(r => r["kafka.sli.outcome"]));
    }

    [Fact]
    public void An_end_that_is_told_to_be_in_the_future_does_not_end_the_windows_of_all_others()
    {
        using var producer = _given.Sli.MeasureProducer(Named);
        producer.BeginProduce("orders", Now).End(MeasuredEnd.Ok, Now);

        producer.BeginProduce("orders", Now).End(MeasuredEnd.Unknown, Now + (40 * 86_400 * _given.Time.TimestampFrequency));

        Assert.All(_given.Sli.Objectives[0].Windows, window => Assert.Equal((1, 1), (window.Good, window.Bad)));
    }

    [Fact]
    public void A_send_lasts_from_its_start_to_its_end_by_the_clients_own_word()
    {
        using var producer = _given.Sli.MeasureProducer(Named);
        var start = Now;
        _given.Passes(0.5);
        var end = Now;
        var send = producer.BeginProduce("orders", start);

        // Whatever the way here takes is not in it.
        _given.Passes(0.4);
        Assert.True(send.End(MeasuredEnd.Ok, end));

        var recorded = Assert.Single(_given.Measured.Produces);
        Assert.Equal(0.5, recorded.Value, 9);
        Assert.Equal(("orders", "theirs", null), (recorded["messaging.destination.name"], recorded["kafka.sli.client"], recorded["kafka.sli.outcome"]));
        Assert.Equal((1, 0, 0), Sent);
    }

    [Fact]
    public void What_begins_when_its_client_is_gone_already_is_abandoned()
    {
        var producer = _given.Sli.MeasureProducer(Named);
        producer.Dispose();

        Assert.False(producer.BeginProduce("orders", Now).End(MeasuredEnd.Ok, Now));
        producer.BeginTransaction(Now);

        Assert.Equal((0, 1, 0), Sent);
        Assert.Equal("abandoned", Assert.Single(_given.Measured.Of("kafka.sli.transaction.duration"))["kafka.sli.outcome"]);
    }

    [Fact]
    public void It_is_settled_once()
    {
        using var producer = _given.Sli.MeasureProducer();
        var send = producer.BeginProduce("orders", Now);

        Assert.True(send.End(MeasuredEnd.Ok, Now));
        Assert.False(send.End(MeasuredEnd.Failed("TimeoutException"), Now));

        Assert.Equal((1, 0, 0), Sent);
    }

    [Theory]
    [InlineData("ok", 0, null, null, 1, 0, 0)]
    [InlineData("unknown", 0, "unknown", null, 0, 1, 0)]
    [InlineData("unobserved", 0, "unobserved", null, 0, 0, 1)]
    [InlineData("failed", 0, "failed", "RECORD_TOO_LARGE", 0, 1, 0)]
    [InlineData("excluded", 0, "failed", "SerializationException", 0, 0, 1)]
    [InlineData("ok", 2, null, null, 0, 1, 0)]
    public void Outcomes_and_verdicts_are_those_of_the_contract(string end, double seconds, string? outcome, string? error, int good, int bad, int excluded)
    {
        using var producer = _given.Sli.MeasureProducer(Named);
        var send = producer.BeginProduce("orders", Now);
        _given.Passes(seconds);

        send.End(
            end switch
            {
                "unknown" => MeasuredEnd.Unknown,
                "unobserved" => MeasuredEnd.Unobserved,
                "failed" => MeasuredEnd.Failed(error!),
                "excluded" => MeasuredEnd.Excluded(error!),
                _ => MeasuredEnd.Ok,
            },
            Now);

        var recorded = Assert.Single(_given.Measured.Produces);
        Assert.Equal((outcome, error), (recorded["kafka.sli.outcome"], recorded["error.type"]));
        Assert.Equal((good, bad, excluded), Sent);
    }

    [Fact]
    public void In_an_outage_it_is_bad_at_its_deadline_and_in_flight_until_its_end()
    {
        using var producer = _given.Sli.MeasureProducer(Named);
        var send = producer.BeginProduce("orders", Now);

        _given.Passes(1.5);
        Assert.Equal((0, 1, 0), Sent);
        Assert.Equal(1.5, Assert.Single(_given.Measured.Observe("kafka.sli.produce.oldest_in_flight")).Value, 9);
        Assert.Equal(1, Assert.Single(_given.Measured.Observe("kafka.sli.produce.in_flight")).Value);

        send.End(MeasuredEnd.Ok, Now);
        Assert.Equal((0, 1, 0), Sent);
        Assert.Equal(0, Assert.Single(_given.Measured.Observe("kafka.sli.produce.in_flight")).Value);
    }

    [Fact]
    public void From_outside_a_deadline_passes_only_when_it_is_known_that_nothing_had_ended_by_then()
    {
        using var producer = _given.Sli.MeasureProducer(Named, isOutside: true);
        var start = Now;
        var late = producer.BeginProduce("orders", start);
        var inTime = producer.BeginProduce("orders", start);
        _given.Passes(0.9);
        var ended = Now;

        // Its word is on its way.
        _given.Passes(5);
        Assert.Equal((0, 0, 0), Sent);

        inTime.End(MeasuredEnd.Ok, ended);
        producer.ToldUntil(Now);
        _given.Passes(0.1);
        Assert.Equal((1, 1, 0), Sent);
        late.End(MeasuredEnd.Ok, Now);
        Assert.Equal((1, 1, 0), Sent);
    }

    [Theory]
    [InlineData(false, 0, 0, 1)]
    [InlineData(true, 0, 1, 0)]
    public void A_pause_of_this_process_is_none_of_another_one(bool isOutside, int good, int bad, int excluded)
    {
        using var producer = _given.Sli.MeasureProducer(Named, isOutside);
        var send = producer.BeginProduce("orders", Now);
        _stalls.Add(_given.Time, 3);
        _given.Passes(3);

        send.End(MeasuredEnd.Ok, Now);

        Assert.Equal((good, bad, excluded), Sent);
    }

    [Fact]
    public void What_is_in_flight_when_the_client_is_gone_is_abandoned()
    {
        var producer = _given.Sli.MeasureProducer(Named);
        var send = producer.BeginProduce("orders", Now);

        producer.Dispose();

        Assert.Equal("abandoned", Assert.Single(_given.Measured.Produces)["kafka.sli.outcome"]);
        Assert.False(send.End(MeasuredEnd.Ok, Now));
        Assert.Equal((0, 1, 0), Sent);
    }

    [Fact]
    public void The_stamp_is_the_one_that_the_decorators_write()
    {
        using var producer = _given.Sli.MeasureProducer(Named);
        var stamp = producer.Stamp("orders", Now);
        using var consumer = _given.Sli.MeasureConsumer(Named);
        consumer.Subscribed(Now);
        _given.Passes(0.25);

        Assert.Equal(0.25, consumer.Received("orders", 0, 0, stamp, default, Now)!.Value, 6);
        Assert.Equal(13, stamp.Length);
    }

    [Fact]
    public void Without_a_name_there_is_no_error()
    {
        Assert.Throws<ArgumentNullException>(() => MeasuredEnd.Failed(null!));
        Assert.Throws<ArgumentException>(() => MeasuredEnd.Excluded(""));
    }
}
