using Confluent.Kafka;
using Kafka.Sli.Probe.Embedded;

namespace Kafka.Sli.Tests.OnCluster;

public sealed class CommitOnClusterTests : IDisposable
{
    private const string Topic = ClusterOfClients.Topic;

    private readonly ClusterOfClients _given = new("offset_commit: 99% < 60s as committed");

    private IReadOnlyList<Measurements.Measurement> Commits => _given.Measured.Of("kafka.sli.offset_commit.duration");

    private IReadOnlyList<Measurements.Measurement> AutomaticCommits => _given.Measured.Of("kafka.sli.offset_commit.automatic");

    public void Dispose() => _given.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Every_way_to_commit_is_one_event_that_lasts_as_long_as_the_call(bool isBuilt)
    {
        var consumer = Assigned(isBuilt, isAutomatic: false);
        consumer.Commit([new TopicPartitionOffset(Topic, 0, 1)]);
        _given.Brokers.SetRoundTripTime(TimeSpan.FromMilliseconds(200));

        consumer.Commit(new ConsumeResult<string, string> { TopicPartitionOffset = new(Topic, 0, 1), Message = new() });
        consumer.StoreOffset(new TopicPartitionOffset(Topic, 0, 3));
        consumer.Commit();

        Assert.Equal(3, Commits.Count);
        Assert.All(Commits.Skip(1), m => Assert.InRange(m.Value, 0.2, 60));
        Assert.All(Commits, m => Assert.Equal([isBuilt ? "billing" : "by-option"], m.Tags.Select(t => t.Value)));
        Assert.Equal((3, 0, 0), _given.Measured.Events("committed"));
    }

    [Theory]
    [InlineData(ErrorCode.GroupAuthorizationFailed)]
    [InlineData(ErrorCode.UnknownMemberId)]
    public void A_refusal_by_the_coordinator_is_failed(ErrorCode refusal)
    {
        var consumer = Assigned(isBuilt: true, isAutomatic: false);
        _given.Brokers.PushRequestErrors(KafkaApi.OffsetCommit, refusal);

        Assert.ThrowsAny<KafkaException>(() => consumer.Commit([new TopicPartitionOffset(Topic, 0, 1)]));

        Assert.Equal("failed", Assert.Single(Commits)["kafka.sli.outcome"]);
        Assert.Equal(refusal.ToString(), Commits[0]["error.type"]);
        Assert.Equal((0, 1, 0), _given.Measured.Events("committed"));
    }

    [Fact]
    public void A_commit_of_nothing_is_excluded()
    {
        var consumer = Assigned(isBuilt: true, isAutomatic: false);

        Assert.Equal(ErrorCode.Local_NoOffset, Assert.Throws<KafkaException>(() => consumer.Commit()).Error.Code);
        consumer.Commit([]);
        Assert.Throws<InvalidOperationException>(() => consumer.Commit(new ConsumeResult<string, string>()));

        Assert.Equal(["Local_NoOffset", null, "System.InvalidOperationException"], Commits.Select(m => m["error.type"]));
        Assert.Equal((0, 0, 3), _given.Measured.Events("committed"));
    }

    [Fact]
    public async Task An_automatic_commit_that_fails_is_counted_by_its_error()
    {
        var handled = new List<ErrorCode>();
        var consumer = Assigned(isBuilt: true, isAutomatic: true, builder => builder.SetOffsetsCommittedHandler((_, committed) => handled.Add(committed.Error.Code)));
        _given.Brokers.PushRequestErrors(KafkaApi.OffsetCommit, ErrorCode.GroupAuthorizationFailed);
        await _given.Producer(isBuilt: true).ProduceAsync(Topic, ClusterOfClients.Message());

        ClusterOfClients.PollUntil(consumer, () => AutomaticCommits.Count == 1);

        Assert.Equal("GroupAuthorizationFailed", AutomaticCommits[0]["error.type"]);
        Assert.Equal("failed", AutomaticCommits[0]["kafka.sli.outcome"]);
        Assert.Equal("billing", AutomaticCommits[0]["messaging.consumer.group.name"]);
        Assert.Equal([ErrorCode.GroupAuthorizationFailed], handled);
        Assert.Equal((0, 1, 0), _given.Measured.Events("committed"));
    }

    private IConsumer<string, string> Assigned(bool isBuilt, bool isAutomatic, Action<ConsumerBuilder<string, string>>? build = null)
    {
        var consumer = _given.Consumer(
            isBuilt,
            config =>
            {
                config.EnableAutoCommit = isAutomatic;
                config.EnableAutoOffsetStore = isAutomatic;
                config.AutoCommitIntervalMs = 50;
            },
            build);
        consumer.Assign(new TopicPartitionOffset(Topic, 0, Offset.Beginning));
        consumer.Consume(TimeSpan.FromMilliseconds(100));
        return consumer;
    }
}
