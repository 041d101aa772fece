using System.Diagnostics;
using Confluent.Kafka;
using Kafka.Sli.Probe.Embedded;

namespace Kafka.Sli.Tests.OnCluster;

/// <summary>Rebalances of real group members, under each protocol that a group can have.</summary>
public sealed class AssignmentOnClusterTests : IDisposable
{
    private const string Topic = "orders";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly EmbeddedCluster _cluster = EmbeddedCluster.Start(brokers: 1);
    private readonly KafkaSli _sli = KafkaSli.Create(new KafkaSliOptions { Objectives = { "assignment: 99% < 300s as back" } });
    private readonly Measurements _measured;
    private readonly List<IConsumer<string, string>> _members = [];

    public AssignmentOnClusterTests()
    {
        _measured = new Measurements(_sli);
        _cluster.CreateTopic(Topic, partitions: 2);
    }

    public enum GroupKind
    {
        Eager,
        Cooperative,
        Kip848,
    }

    private IReadOnlyList<Measurements.Measurement> Measured => _measured.Of("kafka.sli.assignment.duration");

    public void Dispose()
    {
        foreach (var member in _members)
        {
            member.Dispose();
        }

        _measured.Dispose();
        _sli.Dispose();
        _cluster.Dispose();
    }

    [Theory]
    [InlineData(GroupKind.Eager)]
    [InlineData(GroupKind.Cooperative)]
    [InlineData(GroupKind.Kip848)]
    public void The_first_subscription_waits_for_its_assignment(GroupKind kind)
    {
        var consumer = Build(kind, "first");

        var watch = Stopwatch.StartNew();
        consumer.Subscribe(Topic);
        PollUntil(() => consumer.Assignment.Count == 2, consumer);

        var measured = Assert.Single(Measured);
        Assert.InRange(measured.Value, 0, watch.Elapsed.TotalSeconds);
        Assert.Equal([new("messaging.consumer.group.name", "billing"), new("kafka.sli.client", "first")], measured.Tags);
        Assert.Equal((1, 0, 0), _measured.Events("back"));
    }

    [Fact]
    public void An_eager_member_that_stays_waits_from_its_revocation_to_its_new_assignment()
    {
        // Where the machine is slow, the coordinator may have a round without the one or the other: each assignment ends one wait, however many there are.
        var assigned = new List<string>();
        var (first, second) = (Build(GroupKind.Eager, "first", Noting("first")), Build(GroupKind.Eager, "second", Noting("second")));
        Join(first, second);

        Assert.InRange(assigned.Count(n => n == "first"), 2, int.MaxValue);
        Assert.Contains("second", assigned);
        Assert.Equal(assigned, Measured.Select(m => m["kafka.sli.client"]));
        Assert.All(Measured, m => Assert.Null(m["kafka.sli.outcome"]));

        Action<SliConsumerBuilder<string, string>> Noting(string name) => builder => builder.SetPartitionsAssignedHandler((_, _) => assigned.Add(name));
    }

    [Theory]
    [InlineData(GroupKind.Cooperative)]
    [InlineData(GroupKind.Kip848)]
    public void A_member_that_keeps_a_partition_waits_for_what_it_lost_and_one_that_only_gains_has_no_event(GroupKind kind)
    {
        var (first, second) = (Build(kind, "first"), Build(kind, "second"));
        Join(first, second);
        Assert.Equal(["first", "first", "second"], Measured.Select(m => m["kafka.sli.client"]).Order());

        second.Close();
        PollUntil(() => first.Assignment.Count == 2, first);

        Assert.Equal(["first", "first", "second"], Measured.Select(m => m["kafka.sli.client"]).Order());
        Assert.Equal((3, 0, 0), _measured.Events("back"));
    }

    [Theory]
    [InlineData(GroupKind.Eager)]
    [InlineData(GroupKind.Cooperative)]
    [InlineData(GroupKind.Kip848)]
    public void A_member_that_subscribes_again_waits_again(GroupKind kind)
    {
        var consumer = Build(kind, "first");
        consumer.Subscribe(Topic);
        PollUntil(() => consumer.Assignment.Count == 2, consumer);

        consumer.Unsubscribe();
        PollUntil(() => consumer.Assignment.Count == 0, consumer);
        Assert.Single(Measured);
        consumer.Subscribe(Topic);
        PollUntil(() => consumer.Assignment.Count == 2, consumer);

        Assert.Equal(2, Measured.Count);
        Assert.Equal((2, 0, 0), _measured.Events("back"));
    }

    [Fact]
    public void A_wait_that_ends_in_close_is_excluded()
    {
        var consumer = Build(GroupKind.Eager, "first");
        consumer.Subscribe(Topic);

        consumer.Close();

        Assert.Equal("left", Assert.Single(Measured)["kafka.sli.outcome"]);
        Assert.Equal((0, 0, 1), _measured.Events("back"));
    }

    [Fact]
    public void The_wait_lasts_to_the_return_of_the_assigned_handler()
    {
        var consumer = Build(GroupKind.Eager, "first", builder => builder.SetPartitionsAssignedHandler((_, _) => Thread.Sleep(500)));

        consumer.Subscribe(Topic);
        PollUntil(() => consumer.Assignment.Count == 2, consumer);

        Assert.InRange(Assert.Single(Measured).Value, 0.5, Patience.TotalSeconds);
    }

    [Fact]
    public void An_assigned_handler_that_throws_is_the_applications_failure()
    {
        var consumer = Build(GroupKind.Eager, "first", builder => builder.SetPartitionsAssignedHandler((_, _) => throw new InvalidTimeZoneException()));
        consumer.Subscribe(Topic);

        Assert.Throws<InvalidTimeZoneException>(() => PollUntil(() => false, consumer));

        var measured = Assert.Single(Measured);
        Assert.Equal("System.InvalidTimeZoneException", measured["error.type"]);
        Assert.Equal((0, 0, 1), _measured.Events("back"));
    }

    [Fact]
    public void Of_a_wrapped_consumer_the_wait_is_seen_by_looking_at_its_assignment()
    {
        var consumer = new ConsumerBuilder<string, string>(Config(GroupKind.Eager)).Build().WithSli(_sli, new SliClientOptions { Name = "wrapped" });
        _members.Add(consumer);

        consumer.Subscribe(Topic);
        PollUntil(() => Measured.Count == 1, consumer);
        consumer.Close();

        Assert.Null(Assert.Single(Measured)["kafka.sli.outcome"]);
        Assert.Equal((1, 0, 0), _measured.Events("back"));
    }

    [Fact]
    public void Manual_assignment_is_no_rebalance()
    {
        var consumer = Build(GroupKind.Eager, "manual");

        consumer.Assign(new TopicPartition(Topic, 0));
        consumer.Consume(TimeSpan.FromMilliseconds(10));
        consumer.Unassign();
        consumer.Assign(new TopicPartition(Topic, 1));
        consumer.Consume(TimeSpan.FromMilliseconds(10));

        Assert.Empty(Measured);
    }

    private static void PollUntil(Func<bool> isReached, params IConsumer<string, string>[] members)
    {
        for (var watch = Stopwatch.StartNew(); !isReached(); Assert.True(watch.Elapsed < Patience))
        {
            foreach (var member in members)
            {
                member.Consume(TimeSpan.FromMilliseconds(20));
            }
        }
    }

    /// <summary>The second joins a group in which the first has all partitions.</summary>
    private static void Join(IConsumer<string, string> first, IConsumer<string, string> second)
    {
        first.Subscribe(Topic);
        PollUntil(() => first.Assignment.Count == 2, first);
        second.Subscribe(Topic);
        PollUntil(() => first.Assignment.Count == 1 && second.Assignment.Count == 1, first, second);
    }

    private ConsumerConfig Config(GroupKind kind)
    {
        var config = new ConsumerConfig { BootstrapServers = _cluster.BootstrapServers, GroupId = "billing", FetchWaitMaxMs = 10 };
        if (kind == GroupKind.Kip848)
        {
            config.GroupProtocol = GroupProtocol.Consumer;
            return config;
        }

        config.SessionTimeoutMs = 1500;
        config.HeartbeatIntervalMs = 200;
        config.PartitionAssignmentStrategy =
            kind == GroupKind.Eager ? PartitionAssignmentStrategy.Range : PartitionAssignmentStrategy.CooperativeSticky;
        return config;
    }

    private IConsumer<string, string> Build(GroupKind kind, string name, Action<SliConsumerBuilder<string, string>>? with = null)
    {
        var builder = new SliConsumerBuilder<string, string>(Config(kind), _sli, new SliClientOptions { Name = name });
        with?.Invoke(builder);
        _members.Add(builder.Build());
        return _members[^1];
    }
}
