using Confluent.Kafka;
using Kafka.Sli.Probe.Topics;

namespace Kafka.Sli.Probe.Tests.Topics;

public sealed class TopicKeeperTests : IDisposable
{
    private const string Topic = "probe";

    private readonly FakeTopicAdmin _admin = new();
    private readonly List<string> _lines = [];
    private readonly List<(ProbeTopic? Topic, TopicChange Change)> _changes = [];
    private TopicKeeper _keeper;

    public TopicKeeperTests()
    {
        _admin.Brokers.AddRange([new(1, "a"), new(2, "b"), new(3, "c")]);
        _keeper = new TopicKeeper(_admin, isManaging: true, 1, _lines.Add);
    }

    public void Dispose() => _keeper.Dispose();

    [Fact]
    public async Task It_creates_the_topic_once_and_then_leaves_it_alone()
    {
        var topic = await Find();
        await _keeper.RoundAsync();
        await _keeper.RoundAsync();

        Assert.Equal([0, 1, 2], topic!.Partitions);
        Assert.Equal([new Leader(1, "a"), new(2, "b"), new(3, "c")], topic.Leaders.OrderBy(l => l.Key).Select(l => l.Value));
        Assert.Equal(["create probe"], _admin.Done);
        Assert.Empty(_changes);
        Assert.Empty(_lines);
    }

    [Fact]
    public async Task A_topic_that_was_created_is_there_when_its_leaders_know_it()
    {
        _admin.AskedTooEarly = 2;

        Assert.NotNull(await Find());

        Assert.Equal(-1, _admin.AskedTooEarly);
    }

    [Fact]
    public async Task A_broker_that_joins_is_led_on_within_one_round()
    {
        await Find();
        _admin.Brokers.Add(new BrokerView(4, "a"));

        await _keeper.RoundAsync();
        await _keeper.RoundAsync();

        Assert.Equal("add 1 to 3 of probe", _admin.Done[^1]);
        var (topic, change) = Assert.Single(_changes);
        Assert.Equal((TopicChange.Grown, new Leader(4, "a")), (change, topic!.Leaders[3]));
        Assert.Equal(["topic probe has 4 partitions now"], _lines);
    }

    [Fact]
    public async Task A_broker_that_stays_away_freezes_it_and_is_told_once_and_other_leaders_are_told_to_the_cell()
    {
        await Find();
        _admin.Brokers.RemoveAt(0);
        _admin.Brokers.Add(new BrokerView(4, null));

        await _keeper.RoundAsync();
        await _keeper.RoundAsync();

        Assert.Equal(["create probe"], _admin.Done);
        Assert.Equal(["topic probe is left as it is: broker 1 is missing"], _lines);
        var (topic, change) = Assert.Single(_changes);
        Assert.Equal(TopicChange.Led, change);
        Assert.NotEqual(1, topic!.Leaders[0].Id);

        _admin.Brokers.Add(new BrokerView(1, "a"));
        await _keeper.RoundAsync();
        Assert.Equal("add 1 to 3 of probe", _admin.Done[^1]);
    }

    [Theory]
    [InlineData(ErrorCode.ClusterAuthorizationFailed)]
    [InlineData(ErrorCode.TopicAuthorizationFailed)]
    public async Task Where_it_may_not_it_says_so_once_and_goes_on_looking(ErrorCode error)
    {
        await Find();
        _admin.RefusesChanges = error;
        _admin.Brokers.Add(new BrokerView(4, null));

        await _keeper.RoundAsync();
        await _keeper.RoundAsync();
        _admin.Brokers.RemoveAt(0);
        await _keeper.RoundAsync();

        Assert.False(_keeper.IsManaging);
        Assert.Equal(["topic probe: the cluster does not let the probe look after it (Cluster authorization failed); it goes on measuring, and leaves all topics of this cluster as they are"], _lines);
        Assert.Equal(TopicChange.Led, Assert.Single(_changes).Change);
    }

    [Fact]
    public async Task Where_it_may_add_partitions_and_not_elect_leaders_it_says_so_once_and_goes_on_adding()
    {
        await Find();
        _admin.Lead(Topic, 0, 2);
        _admin.RefusesChanges = ErrorCode.ClusterAuthorizationFailed;
        await _keeper.RoundAsync();
        await _keeper.RoundAsync();
        _admin.RefusesChanges = null;
        _admin.Brokers.Add(new BrokerView(4, null));

        await _keeper.RoundAsync();
        await _keeper.RoundAsync();

        Assert.True(_keeper.IsManaging);
        Assert.Equal(["create probe", "add 1 to 3 of probe"], _admin.Done);
        Assert.Equal(
            ["topic probe: the cluster does not let the probe elect leaders (Cluster authorization failed); it leaves that to the brokers, and adds partitions all the same", "topic probe has 4 partitions now"],
            _lines);
    }

    [Fact]
    public async Task Where_it_is_told_not_to_it_changes_nothing_and_a_topic_that_is_missing_is_missing()
    {
        _keeper.Dispose();
        _keeper = new TopicKeeper(_admin, isManaging: false, 1, _lines.Add);

        Assert.Null(await Find());
        _admin.Put(Topic, "x", [[1, 2, 3]]);
        Assert.NotNull(await Find());
        await _keeper.RoundAsync();

        Assert.Empty(_admin.Done);
    }

    [Fact]
    public async Task A_topic_that_is_deleted_is_told_and_created_anew()
    {
        await Find();
        _admin.Delete(Topic);

        await _keeper.RoundAsync();
        await _keeper.RoundAsync();

        Assert.Equal(["create probe", "create probe"], _admin.Done);
        Assert.Equal([TopicChange.Deleted, TopicChange.Created], _changes.Select(c => c.Change));
        Assert.Equal(["topic probe was deleted: it is measured as an outage until it is back", "topic probe is there again, with 3 partitions"], _lines);
    }

    [Fact]
    public async Task A_topic_that_somebody_created_anew_is_told_and_brought_back_to_every_broker()
    {
        await Find();
        _admin.Put(Topic, "other", [[2, 1, 3]]);

        await _keeper.RoundAsync();
        await _keeper.RoundAsync();

        Assert.Equal([TopicChange.Shrunk, TopicChange.Grown], _changes.Select(c => c.Change));
        Assert.Equal("topic probe has 1 partitions, and had 3: it was created anew", _lines[0]);
        Assert.Equal("add 2 to 1 of probe", _admin.Done[^1]);

        _admin.Put(Topic, "third", [.. _admin[Topic].Partitions.Select(p => p.Replicas)]);
        await _keeper.RoundAsync();
        Assert.Equal("topic probe was deleted and created anew, with 3 partitions", _lines[^1]);
    }

    [Fact]
    public async Task A_cluster_that_does_not_answer_is_told_once_and_nothing_is_done()
    {
        await Find();
        _admin.IsSilent = true;

        await _keeper.RoundAsync();
        await _keeper.RoundAsync();

        Assert.StartsWith("the cluster cannot be looked at: ", Assert.Single(_lines), StringComparison.Ordinal);
        Assert.Empty(_changes);
    }

    [Fact]
    public async Task A_topic_that_is_hidden_is_told_and_taken_for_neither_deleted_nor_missing_and_the_others_are_looked_after()
    {
        await Find();
        await _keeper.FindAsync("other", static (_, _) => { });
        _admin.Hidden["other"] = new Error(ErrorCode.TopicAuthorizationFailed, "Not allowed.");
        _admin.Brokers.Add(new BrokerView(4, null));

        await _keeper.RoundAsync();
        await _keeper.RoundAsync();

        Assert.Equal(["create probe", "create other", "add 1 to 3 of probe"], _admin.Done);
        Assert.Equal(["topic other cannot be looked at: Not allowed", "topic probe has 4 partitions now"], _lines);
        await Assert.ThrowsAsync<KafkaException>(() => _keeper.FindAsync("other", static (_, _) => { }));
    }

    [Fact]
    public async Task What_is_forgotten_is_not_looked_after()
    {
        await Find();
        _keeper.Forget(Topic);
        _admin.Delete(Topic);

        await _keeper.RoundAsync();

        Assert.Empty(_changes);
        Assert.Equal(["create probe"], _admin.Done);
    }

    private Task<ProbeTopic?> Find() => _keeper.FindAsync(Topic, (topic, change) => _changes.Add((topic, change)));
}
