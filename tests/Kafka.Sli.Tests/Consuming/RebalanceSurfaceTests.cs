using Confluent.Kafka;
using Kafka.Sli.Probe.Embedded;
using Kafka.Sli.Tests.OnCluster;

namespace Kafka.Sli.Tests.Consuming;

/// <summary>What the client makes of the application's rebalance handlers, and of what they throw.</summary>
public sealed class RebalanceSurfaceTests : IDisposable
{
    private const string Topic = MeasuredCluster.Topic;

    private readonly MeasuredCluster _given = new();

    public void Dispose() => _given.Dispose();

    [Theory]
    [InlineData(Way.Without)]
    [InlineData(Way.Wrapped)]
    [InlineData(Way.Built)]
    public async Task A_commit_in_the_revoked_handler_works_and_is_measured_where_the_builder_is_ours(Way way)
    {
        await _given.FillAsync("a", "b");
        var committed = new List<TopicPartitionOffset>();
        using var consumer = _given.Consumer(way, handle: b => b.SetPartitionsRevokedHandler((c, revoked) =>
        {
            c.Commit(revoked);
            committed.AddRange(c.Committed(revoked.Select(p => p.TopicPartition), MeasuredCluster.Patience));
        }));
        consumer.Subscribe(Topic);
        Assert.Equal("a", MeasuredCluster.Next(consumer).Message.Value);

        consumer.Unsubscribe();
        MeasuredCluster.ConsumeUntil(consumer, () => committed.Count > 0);

        Assert.Equal(1, Assert.Single(committed).Offset.Value);
        Assert.Equal(way == Way.Built ? 1 : 0, _given.Measured.Of("kafka.sli.offset_commit.duration").Count);
    }

    [Theory]
    [InlineData(Way.Without)]
    [InlineData(Way.Wrapped)]
    [InlineData(Way.Built)]
    public async Task A_commit_in_the_revoked_handler_works_while_the_consumer_closes(Way way)
    {
        await _given.FillAsync("a", "b");
        using var consumer = _given.Consumer(way, handle: b => b.SetPartitionsRevokedHandler((c, revoked) => c.Commit(revoked)));
        consumer.Subscribe(Topic);
        Assert.Equal("a", MeasuredCluster.Next(consumer).Message.Value);

        consumer.Close();

        using var next = _given.Consumer(Way.Without);
        Assert.Equal(1, Assert.Single(next.Committed([new TopicPartition(Topic, 0)], MeasuredCluster.Patience)).Offset.Value);
        Assert.Equal(way == Way.Built ? 1 : 0, _given.Measured.Of("kafka.sli.offset_commit.duration").Count);
    }

    [Theory]
    [InlineData(Way.Without, false)]
    [InlineData(Way.Without, true)]
    [InlineData(Way.Wrapped, false)]
    [InlineData(Way.Wrapped, true)]
    [InlineData(Way.Built, false)]
    [InlineData(Way.Built, true)]
    public void With_only_a_revoked_handler_set_lost_partitions_go_to_it(Way way, bool hasLostHandler)
    {
        var called = new List<string>();
        using var consumer = _given.Consumer(way, handle: b =>
        {
            b.SetPartitionsAssignedHandler((_, _) => called.Add("assigned"));
            b.SetPartitionsRevokedHandler((_, _) => called.Add("revoked"));
            if (hasLostHandler)
            {
                b.SetPartitionsLostHandler((_, _) => called.Add("lost"));
            }
        });
        consumer.Subscribe(Topic);
        MeasuredCluster.ConsumeUntil(consumer, () => called.Count == 1);

        _given.Brokers.PushRequestErrors(KafkaApi.Heartbeat, ErrorCode.UnknownMemberId);
        MeasuredCluster.ConsumeUntil(consumer, () => called.Count == 3);

        Assert.Equal(["assigned", hasLostHandler ? "lost" : "revoked", "assigned"], called);

        // Subscribing, and losing what had been assigned, are each a wait that ends.
        if (way == Way.Built)
        {
            Assert.Equal([null, null], _given.Measured.Of("kafka.sli.assignment.duration").Select(m => m["kafka.sli.outcome"]));
        }
    }

    [Theory]
    [InlineData(Way.Wrapped)]
    [InlineData(Way.Built)]
    public void A_func_as_revoked_handler_throws_under_a_cooperative_assignor_as_it_does_without_us(Way way)
    {
        var expected = FailureUnderACooperativeAssignor(Way.Without);

        var actual = FailureUnderACooperativeAssignor(way);

        Assert.Equal(expected, actual);
        Assert.Contains("COOPERATIVE", actual, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Way.Without)]
    [InlineData(Way.Wrapped)]
    [InlineData(Way.Built)]
    public void An_action_as_revoked_handler_works_under_a_cooperative_assignor(Way way)
    {
        var called = new List<string>();
        using var consumer = _given.Consumer(way, Cooperative, b => b
            .SetPartitionsAssignedHandler((_, assigned) => called.Add($"+{assigned.Count}"))
            .SetPartitionsRevokedHandler((_, revoked) => called.Add($"-{revoked.Count}")));
        consumer.Subscribe(Topic);
        MeasuredCluster.ConsumeUntil(consumer, () => called.Count > 0);

        consumer.Close();

        Assert.Equal(["+1", "-1"], called);
    }

    [Theory]
    [InlineData(Way.Without, false)]
    [InlineData(Way.Without, true)]
    [InlineData(Way.Wrapped, false)]
    [InlineData(Way.Wrapped, true)]
    [InlineData(Way.Built, false)]
    [InlineData(Way.Built, true)]
    public void Without_rebalance_handlers_of_the_application_partitions_come_and_go(Way way, bool cooperative)
    {
        using var consumer = _given.Consumer(way, c => Cooperative(c, cooperative));
        consumer.Subscribe(Topic);

        MeasuredCluster.ConsumeUntil(consumer, () => consumer.Assignment.Count == 1);
        consumer.Unsubscribe();
        MeasuredCluster.ConsumeUntil(consumer, () => consumer.Assignment.Count == 0);

        consumer.Close();
    }

    [Theory]
    [InlineData(Way.Wrapped, true)]
    [InlineData(Way.Wrapped, false)]
    [InlineData(Way.Built, true)]
    [InlineData(Way.Built, false)]
    public void No_assignment_calls_from_within_rebalance_handlers_as_without_us(Way way, bool inAssigned)
    {
        var expected = FailureOfAssigningInHandler(Way.Without, inAssigned);

        var actual = FailureOfAssigningInHandler(way, inAssigned);

        Assert.Equal(expected, actual);
        Assert.Contains("must not be called in the partitions", actual, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Way.Without)]
    [InlineData(Way.Wrapped)]
    [InlineData(Way.Built)]
    public void What_a_rebalance_handler_throws_comes_out_of_Consume_as_it_is(Way way)
    {
        var thrown = new InvalidTimeZoneException("the user's");
        using var consumer = _given.Consumer(way, handle: b => b.SetPartitionsAssignedHandler((_, _) => throw thrown));
        consumer.Subscribe(Topic);

        var caught = Assert.Throws<InvalidTimeZoneException>(() => MeasuredCluster.ConsumeUntil(consumer, () => false));

        Assert.Same(thrown, caught);
        Assert.Empty(_given.Measured.Of("kafka.sli.consume.errors"));
    }

    [Theory]
    [InlineData(Way.Without)]
    [InlineData(Way.Wrapped)]
    [InlineData(Way.Built)]
    public void A_pending_handler_exception_comes_out_of_Close_which_leaves_the_client_open(Way way)
    {
        var assigned = false;
        using var consumer = _given.Consumer(way, handle: b => b
            .SetPartitionsAssignedHandler((_, _) => assigned = true)
            .SetPartitionsRevokedHandler((_, _) => throw new InvalidTimeZoneException("the user's")));
        consumer.Subscribe(Topic);
        MeasuredCluster.ConsumeUntil(consumer, () => assigned);

        Assert.Throws<InvalidTimeZoneException>(consumer.Close);

        Assert.NotEmpty(consumer.Name);
        Assert.Equal(ErrorCode.Local_Destroy, Assert.Throws<KafkaException>(consumer.Close).Error.Code);
    }

    private string FailureUnderACooperativeAssignor(Way way)
    {
        using var consumer = _given.Consumer(way, Cooperative, b => b.SetPartitionsRevokedHandler((_, revoked) => revoked));
        consumer.Subscribe(Topic);
        var thrown = Assert.Throws<InvalidOperationException>(() => MeasuredCluster.ConsumeUntil(consumer, () => false));

        // The client still owes librdkafka an answer, without us too, and could not be disposed before it gives one.
        consumer.IncrementalAssign([new TopicPartition(Topic, 0)]);
        return thrown.Message;
    }

    private string FailureOfAssigningInHandler(Way way, bool inAssigned)
    {
        var assigned = false;
        using var consumer = _given.Consumer(way, c => c.GroupId = $"{way}-{inAssigned}", b => b
            .SetPartitionsAssignedHandler((c, partitions) =>
            {
                assigned = true;
                if (inAssigned)
                {
                    c.Assign(partitions);
                }
            })
            .SetPartitionsRevokedHandler((c, _) => c.Unassign()));
        consumer.Subscribe(Topic);
        return Assert.Throws<InvalidOperationException>(() =>
        {
            MeasuredCluster.ConsumeUntil(consumer, () => assigned);
            consumer.Unsubscribe();
            MeasuredCluster.ConsumeUntil(consumer, () => false);
        }).Message;
    }

    private static void Cooperative(ConsumerConfig config) => Cooperative(config, isOn: true);

    private static void Cooperative(ConsumerConfig config, bool isOn)
    {
        if (isOn)
        {
            config.PartitionAssignmentStrategy = PartitionAssignmentStrategy.CooperativeSticky;
        }
    }
}
