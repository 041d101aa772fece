using System.Collections.Concurrent;
using Confluent.Kafka;
using Kafka.Sli.Probe.Embedded;
using Kafka.Sli.Probe.Plan;
using Kafka.Sli.Probe.Probing;
using Microsoft.Extensions.Time.Testing;

namespace Kafka.Sli.Probe.Tests.Probing;

/// <summary>What a cell's client is not let do is named once, when it begins.</summary>
[Collection(nameof(OneProber))]
public class RefusalsTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly ConcurrentQueue<string> _lines = new();

    [Fact]
    public async Task It_is_told_once_while_it_lasts_and_again_when_it_had_ended_meanwhile()
    {
        var refusals = Refusals();
        refusals.Heard(Refusal.Write, "before anybody tells");
        refusals.BeginToTell();

        for (var seconds = 0; seconds < 300; seconds += 50)
        {
            refusals.Heard(Refusal.Write, "Topic authorization failed.\n");
            _time.Advance(TimeSpan.FromSeconds(50));
        }

        refusals.Heard(Refusal.Join, "Group authorization failed");
        await ProberRun.Until(() => _lines.Count >= 2);
        _time.Advance(TimeSpan.FromSeconds(60));
        refusals.Heard(Refusal.Write, "Topic authorization failed");
        await ProberRun.Until(() => _lines.Count >= 3);

        string write = "cell c/default/default: topic t: sends are refused (Topic authorization failed); allow the probe to WRITE to it";
        Assert.Equal(["cell c/default/default: group g: the probe may not be a member (Group authorization failed); allow it to READ the group", write, write], _lines.Order());
        Assert.Equal((Refusal.Write, "before anybody tells"), await refusals.First);
    }

    [Theory]
    [InlineData(ErrorCode.GroupAuthorizationFailed, Refusal.Join, Refusal.Join)]
    [InlineData(ErrorCode.TransactionalIdAuthorizationFailed, Refusal.Transact, Refusal.Transact)]
    [InlineData(ErrorCode.TopicAuthorizationFailed, Refusal.Write, Refusal.Read)]
    [InlineData(ErrorCode.ClusterAuthorizationFailed, Refusal.Write, Refusal.Read)]
    [InlineData(ErrorCode.Local_Authentication, Refusal.LogIn, Refusal.LogIn)]
    [InlineData(ErrorCode.Local_Ssl, Refusal.Encrypt, Refusal.Encrypt)]
    [InlineData(ErrorCode.Local_Transport, null, null)]
    [InlineData(ErrorCode.Local_AllBrokersDown, null, null)]
    public void An_outage_is_none(ErrorCode code, object? ofSend, object? ofRead)
    {
        Assert.Equal((Refusal?)ofSend, Probe.Probing.Refusals.Of(new Error(code), isSend: true));
        Assert.Equal((Refusal?)ofRead, Probe.Probing.Refusals.Of(new Error(code), isSend: false));
    }

    [Fact]
    public async Task A_group_that_may_not_be_joined_is_named_long_before_the_time_to_join_is_over()
    {
        using var cluster = EmbeddedCluster.Start(1);
        cluster.CreateTopic(ProberRun.Topic, 1, 1);
        cluster.PushRequestErrors(KafkaApi.JoinGroup, [.. Enumerable.Repeat(ErrorCode.GroupAuthorizationFailed, 1_000)]);
        using var prober = new Prober(ProberRun.Read(cluster, ""), "one", _lines.Enqueue);

        var refused = await Assert.ThrowsAsync<ProbeException>(() => prober.StartAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(45), TestContext.Current.CancellationToken));

        Assert.Matches($@"^cell c/default/default: group {ProberRun.Topic}-group: the probe may not be a member \(.*Group authorization failed\); allow it to READ the group$", refused.Message);
        Assert.Equal(ExitCode.ClusterUnreachable, refused.ExitCode);
        Assert.Empty(_lines);
    }

    [Fact]
    public async Task Transactions_that_may_not_be_begun_are_named_by_the_right_that_is_missing()
    {
        using var cluster = EmbeddedCluster.Start(1);
        cluster.CreateTopic(ProberRun.Topic, 1, 1);
        cluster.PushRequestErrors(KafkaApi.InitProducerId, [.. Enumerable.Repeat(ErrorCode.TransactionalIdAuthorizationFailed, 1_000)]);
        using var prober = new Prober(ProberRun.Read(cluster, "profiles: { default: { transaction.every: 100ms } }"), "one", _lines.Enqueue);

        // Whether it is refused or has its partitions first is a race: it does not begin, or tells it.
        var refused = await Record.ExceptionAsync(() => prober.StartAsync(TestContext.Current.CancellationToken));
        await ProberRun.Until(() => refused is not null || !_lines.IsEmpty);
        await prober.StopAsync();

        Assert.Matches(
            $@"^cell c/default/default: transactional ids that begin with {ProberRun.Topic}: transactions are refused \(.*Transactional Id authorization failed\); allow the probe to WRITE to them$",
            refused?.Message ?? _lines.First());
    }

    [Fact]
    public async Task Sends_that_are_refused_while_it_runs_are_named()
    {
        using var cluster = EmbeddedCluster.Start(1);
        cluster.CreateTopic(ProberRun.Topic, 1, 1);
        using var prober = new Prober(ProberRun.Read(cluster, "loads: { default: { rate: 50/s, size: 50B } }"), "one", _lines.Enqueue);
        await prober.StartAsync(TestContext.Current.CancellationToken);

        cluster.PushRequestErrors(KafkaApi.Produce, ErrorCode.TopicAuthorizationFailed, ErrorCode.TopicAuthorizationFailed);
        await ProberRun.Until(() => !_lines.IsEmpty);
        await prober.StopAsync();

        Assert.Equal($"cell c/default/default: topic {ProberRun.Topic}: sends are refused (Broker: Topic authorization failed); allow the probe to WRITE to it", _lines.First());
        Assert.Single(_lines, l => l.Contains("refused", StringComparison.Ordinal));
    }

    private Refusals Refusals() => new(
        new CellPlan
        {
            Name = ProberRun.Cell,
            Cluster = "c",
            Topic = "t",
            Group = "g",
            Producer = new Dictionary<string, string>(),
            Consumer = new Dictionary<string, string>(),
            Load = new LoadPlan(new(1), new(1)),
        },
        _lines.Enqueue,
        _time);
}
