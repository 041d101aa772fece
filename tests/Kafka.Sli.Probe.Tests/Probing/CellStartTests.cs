using System.Collections.Concurrent;
using Kafka.Sli.Probe.Embedded;
using Kafka.Sli.Probe.Plan;
using Kafka.Sli.Probe.Probing;

namespace Kafka.Sli.Probe.Tests.Probing;

/// <summary>What happens while a cell is being started, and when it cannot be.</summary>
[Collection(nameof(OneProber))]
public sealed class CellStartTests : IDisposable
{
    private const string OtherTopic = "kafka-sli-probe.c.default.other";
    private const string TwoLoads = "loads: { other: { rate: 10/s, size: 50B }, default: { rate: 10/s, size: 50B } }";

    private readonly EmbeddedCluster _cluster = EmbeddedCluster.Start(2);
    private readonly ConcurrentQueue<string> _told = new();
    private int _refused;

    public CellStartTests()
    {
        _cluster.CreateTopic(ProberRun.Topic, 1, 1);
        _cluster.CreateTopic(OtherTopic, 1, 1);
        _cluster.MoveLeader(ProberRun.Topic, 0, 1);
    }

    public void Dispose() => _cluster.Dispose();

    [Fact]
    public async Task What_becomes_of_its_topic_while_it_joins_its_group_it_follows_afterwards()
    {
        var (isBuilt, mayJoin) = (new TaskCompletionSource(), new TaskCompletionSource());
        var plan = ProberRun.Read(_cluster, "loads: { default: { rate: 10/s, size: 50B } }");
        using var prober = new Prober(plan, "one", _told.Enqueue, buildClient: (bootstrap, cell, stream, surroundings, events) =>
        {
            isBuilt.SetResult();
            return new HeldClient(LibrdkafkaClient.Build(bootstrap, cell, stream, surroundings, events), mayJoin.Task);
        });
        var started = prober.StartAsync(TestContext.Current.CancellationToken);
        await isBuilt.Task;

        _cluster.MoveLeader(ProberRun.Topic, 0, 2);
        await ProberRun.Until(() => Assert.Single(prober.Clusters).LastSeen(Assert.Single(plan.Cells)) is { } seen && seen.Leaders[0].Id == 2);
        mayJoin.SetResult();
        await started;

        Assert.Equal(2, Assert.Single(prober.Cells).Topic.Leaders[0].Id);
        await prober.StopAsync();
    }

    [Fact]
    public async Task One_that_cannot_be_is_tried_again_at_one_pace_however_often_somebody_asks()
    {
        using var prober = await StartAsync();
        for (var reloads = 0; reloads < 4; reloads++)
        {
            await prober.ChangeToAsync(ProberRun.Read(_cluster, TwoLoads), TestContext.Current.CancellationToken);
        }

        Assert.Equal(5, _refused);
        await ProberRun.Until(() => _refused > 5);
        await Task.Delay(TimeSpan.FromSeconds(3), TestContext.Current.CancellationToken);

        Assert.Equal(6, _refused);
        await prober.StopAsync();
    }

    [Fact]
    public async Task The_topic_of_one_that_cannot_be_is_not_looked_after_when_the_plan_has_it_no_more()
    {
        using var prober = await StartAsync();
        var other = prober.Plan.Cells.Single(c => c.Topic == OtherTopic);

        await prober.ChangeToAsync(ProberRun.Read(_cluster, "loads: { default: { rate: 10/s, size: 50B } }"), TestContext.Current.CancellationToken);

        Assert.Null(Assert.Single(prober.Clusters).LastSeen(other));
        await prober.StopAsync();
    }

    [Fact]
    public async Task One_that_is_given_up_leaves_its_group()
    {
        using var one = new Prober(ProberRun.Read(_cluster, ""), "one", _told.Enqueue);
        await one.StartAsync(TestContext.Current.CancellationToken);

        // The one partition is taken.
        _cluster.StartRequestTracking();
        using var stop = new CancellationTokenSource();
        using var two = new Prober(ProberRun.Read(_cluster, ""), "two", _told.Enqueue);
        var started = two.StartAsync(stop.Token);
        await ProberRun.Until(() => _cluster.TrackedRequests().Count(r => r.Api == KafkaApi.SyncGroup) >= 2);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => started);
        Assert.Contains(_cluster.TrackedRequests(), r => r.Api == KafkaApi.LeaveGroup);
        await one.StopAsync();
    }

    [Fact]
    public async Task A_cluster_whose_client_is_refused_keeps_no_other_one_from_being_measured()
    {
        var cluster = $"bootstrap.servers: '{_cluster.BootstrapServers}', manage: false";
        using var prober = new Prober(Read($"clusters: {{ c: {{ {cluster} }} }}"), "one", _told.Enqueue);
        await prober.StartAsync(TestContext.Current.CancellationToken);

        // A cell of another implementation is not tried with librdkafka when its plan is read, and a certificate may go afterwards.
        var plan = Read($"clusters: {{ c: {{ {cluster} }}, d: {{ {cluster}, security.protocol: ssl, ssl.ca.location: /there/is/none }} }}", asksClients: false);
        await prober.ChangeToAsync(plan, TestContext.Current.CancellationToken);

        Assert.Contains(prober.Cells, c => c.Plan.Name == ProberRun.Cell);
        Assert.Contains("ssl.ca.location", prober.WhyNotAtWork("d/default/default"), StringComparison.Ordinal);
        Assert.Contains(_told, line => line.Contains("ssl.ca.location", StringComparison.Ordinal) && line.EndsWith("; tried again each 10 s", StringComparison.Ordinal));
        await prober.StopAsync();
    }

    private static ProbePlan Read(string text, bool asksClients = true)
    {
        var (plan, faults) = PlanFile.Parse(text, Path.GetTempPath(), static _ => null, asksClients);
        Assert.Empty(faults.Errors);
        return plan!;
    }

    /// <summary>Of two cells one is at work, and the other one cannot be.</summary>
    private async Task<Prober> StartAsync()
    {
        var prober = new Prober(ProberRun.Read(_cluster, TwoLoads), "one", _told.Enqueue, buildClient: (bootstrap, plan, stream, surroundings, events) =>
        {
            if (plan.Topic != OtherTopic)
            {
                return LibrdkafkaClient.Build(bootstrap, plan, stream, surroundings, events);
            }

            Interlocked.Increment(ref _refused);
            throw new InvalidOperationException("of the test");
        });
        await prober.StartAsync(TestContext.Current.CancellationToken);
        return prober;
    }
}
