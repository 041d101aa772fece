using Confluent.Kafka;
using Kafka.Sli.Measuring;

namespace Kafka.Sli.Tests.Measuring;

/// <summary>A member of a group that is not Confluent.Kafka's is measured by the same contract.</summary>
public sealed class MeasuredConsumerTests : IDisposable
{
    private static readonly SliClientOptions Named = new() { Name = "theirs", ConsumerGroup = "billing" };

    private readonly Given _given = new("delivery: 99% < 1s as read", "offset_commit: 99% < 1s as commits", "assignment: 99% < 1s as joins");
    private readonly MeasuredProducer _producer;
    private readonly MeasuredConsumer _consumer;

    public MeasuredConsumerTests()
    {
        _producer = _given.Sli.MeasureProducer(Named);
        _consumer = _given.Sli.MeasureConsumer(Named, isOutside: true);
    }

    private long Now => _given.Time.GetTimestamp();

    private (long Good, long Bad, long Excluded) Read => _given.Measured.Events("read");

    public void Dispose()
    {
        _consumer.Dispose();
        _producer.Dispose();
        _given.Dispose();
    }

    [Fact]
    public void The_age_of_a_message_is_from_its_stamp_to_when_the_client_had_it()
    {
        _consumer.Subscribed(Now);
        var stamp = _producer.Stamp("orders", Now);
        _given.Passes(0.5);
        var had = Now;
        _given.Passes(2);

        Assert.Equal(0.5, _consumer.Received("orders", 3, 7, stamp, default, had)!.Value, 6);

        var recorded = Assert.Single(_given.Measured.Deliveries);
        Assert.Equal(("orders", "billing", "theirs", null), (recorded["messaging.destination.name"], recorded["messaging.consumer.group.name"], recorded["kafka.sli.client"], recorded["kafka.sli.outcome"]));
        Assert.Equal((1, 0, 0), Read);
    }

    [Fact]
    public void What_was_read_before_and_what_was_sent_before_it_came_is_excluded()
    {
        var backlog = _producer.Stamp("orders", Now);
        _given.Passes(1);
        _consumer.Subscribed(Now);
        var fresh = _producer.Stamp("orders", Now);
        _given.Passes(0.1);

        _consumer.Received("orders", 0, 0, backlog, default, Now);
        _consumer.Received("orders", 0, 1, fresh, default, Now);
        _consumer.Received("orders", 0, 1, fresh, default, Now);

        Assert.Equal(["backlog", null, "replay"], _given.Measured.Deliveries.Select(d => d["kafka.sli.outcome"]));
        Assert.Equal((1, 0, 2), Read);
    }

    [Fact]
    public void Without_a_stamp_the_age_is_told_by_the_messages_timestamp_and_not_judged()
    {
        _consumer.Subscribed(Now);
        var timestamp = new Timestamp(_given.Time.GetUtcNow());
        _given.Passes(2);

        Assert.Equal(2, _consumer.Received("orders", 0, 0, [], timestamp, Now)!.Value, 3);
        Assert.Null(_consumer.Received("orders", 0, 1, [1, 2, 3], new Timestamp(0, TimestampType.NotAvailable), Now));

        Assert.Equal("create_time", Assert.Single(_given.Measured.Deliveries)["kafka.sli.stamp"]);
        Assert.Equal((0, 0, 2), Read);
    }

    [Fact]
    public void A_commit_is_bad_when_it_fails_or_lasts_too_long()
    {
        var good = _consumer.BeginCommit(Now);
        var late = _consumer.BeginCommit(Now);
        var failed = _consumer.BeginCommit(Now);
        good.End(MeasuredEnd.Ok, Now);
        failed.End(MeasuredEnd.Failed("COORDINATOR_NOT_AVAILABLE"), Now);
        _given.Passes(1);
        _consumer.ToldUntil(Now + 1);
        _given.Passes(0.1);
        _consumer.ToldUntil(Now);
        _given.Passes(0.1);

        Assert.Equal((1, 2, 0), _given.Measured.Events("commits"));
        Assert.True(late.End(MeasuredEnd.Ok, Now));
        Assert.Equal((1, 2, 0), _given.Measured.Events("commits"));
    }

    [Fact]
    public void A_rebalance_lasts_from_what_was_lost_to_what_was_given()
    {
        _consumer.Subscribed(Now);
        _given.Passes(0.3);
        _consumer.PartitionsAssigned(Now);
        _consumer.PartitionsGone(Now);
        var since = Now;
        _given.Passes(5);
        _consumer.PartitionsAssigned(since + (2 * _given.Time.TimestampFrequency));
        _consumer.PartitionsGone(Now);
        _consumer.Left(Now);

        var recorded = _given.Measured.Of("kafka.sli.assignment.duration");
        Assert.Equal([0.3, 2, 0], recorded.Select(r => Math.Round(r.Value, 6)));
        Assert.Equal((1, 1, 1), _given.Measured.Events("joins"));
    }

    [Fact]
    public void Where_it_is_gone_while_it_waits_for_partitions_it_has_left()
    {
        _consumer.Subscribed(Now);
        _given.Passes(3);

        _consumer.Dispose();

        Assert.Equal((0, 0, 1), _given.Measured.Events("joins"));
        Assert.Equal("left", Assert.Single(_given.Measured.Of("kafka.sli.assignment.duration"))["kafka.sli.outcome"]);
    }

    [Fact]
    public void An_error_in_the_place_of_a_message_is_counted_by_its_name()
    {
        _consumer.ReceiveFailed("TOPIC_AUTHORIZATION_FAILED");

        Assert.Equal("TOPIC_AUTHORIZATION_FAILED", Assert.Single(_given.Measured.Of("kafka.sli.consume.errors"))["error.type"]);
    }

    [Fact]
    public void Where_it_is_gone_in_the_middle_of_a_commit_that_is_abandoned()
    {
        _consumer.BeginCommit(Now);

        _consumer.Dispose();

        Assert.Equal("abandoned", Assert.Single(_given.Measured.Of("kafka.sli.offset_commit.duration"))["kafka.sli.outcome"]);
    }
}
