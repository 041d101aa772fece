using Confluent.Kafka;
using Kafka.Sli.Probe.Embedded;
using Kafka.Sli.Probe.Ledger;
using Kafka.Sli.Probe.Probing;

namespace Kafka.Sli.Probe.Tests.Probing;

/// <summary>Members that come and go in order, whatever their group's protocol, and whoever commits: what they have told together is all there is.</summary>
[Collection(nameof(OneProber))]
public sealed class MembershipTests : IDisposable
{
    private const int Partitions = 4;

    private readonly EmbeddedCluster _cluster = EmbeddedCluster.Start(1);

    public MembershipTests() => _cluster.CreateTopic(ProberRun.Topic, Partitions, 1);

    public void Dispose() => _cluster.Dispose();

    [Theory]
    [InlineData("{ consumer: { partition.assignment.strategy: cooperative-sticky } }")]
    [InlineData("{ consumer: { enable.auto.commit: true } }")]
    [InlineData("{ consumer: { enable.auto.commit: true, partition.assignment.strategy: cooperative-sticky } }")]
    [InlineData("{ static.membership: true }")]
    public Task All_that_was_sent_is_counted_once(string profile) => CountedOnceAsync(profile);

    [Fact]
    public Task So_it_is_when_what_is_given_back_cannot_be_committed() =>
        CountedOnceAsync("{ }", () => _cluster.PushRequestErrors(KafkaApi.OffsetCommit, [.. Enumerable.Repeat(ErrorCode.GroupLoadInProgress, 30)]));

    private async Task CountedOnceAsync(string profile, Action? beforeTheOtherJoins = null)
    {
        var plan = $"profiles: {{ default: {profile} }}\nloads: {{ default: {{ rate: 50/s, size: 50B }} }}";
        var cells = new List<Cell>();
        using var one = await StartAsync("one");
        await ProberRun.Until(() => cells[0].Verdicts[LedgerVerdict.Delivered] > 20);
        beforeTheOtherJoins?.Invoke();
        using var two = await StartAsync("two");
        await ProberRun.Until(() => cells[1].Verdicts[LedgerVerdict.Delivered] > 50);
        await one.StopAsync();
        var before = cells[1].Verdicts[LedgerVerdict.Delivered];
        using var again = await StartAsync("one");
        await ProberRun.Until(() => cells[2].Verdicts[LedgerVerdict.Delivered] > 50 && cells[1].Verdicts[LedgerVerdict.Delivered] > before + 50);
        await two.StopAsync();
        var end = WholeLog.Read(_cluster.BootstrapServers, ProberRun.Topic, Partitions);
        await ProberRun.Until(() => end.IsCommitted(_cluster.BootstrapServers, $"{ProberRun.Topic}-group"));
        await again.StopAsync();

        var log = WholeLog.Read(_cluster.BootstrapServers, ProberRun.Topic, Partitions);
        Assert.True(log.IsCommitted(_cluster.BootstrapServers, $"{ProberRun.Topic}-group"));
        Assert.Equal(log.LastNumbers.Values.Sum(), log.Distinct);
        Assert.Equal((log.Distinct, 0), (Sum(LedgerVerdict.Delivered), Sum(LedgerVerdict.Lost) + Sum(LedgerVerdict.Failed) + Sum(LedgerVerdict.Unknown)));

        async Task<Prober> StartAsync(string name)
        {
            var prober = new Prober(ProberRun.Read(_cluster, plan), name, static _ => { });
            await prober.StartAsync(TestContext.Current.CancellationToken);
            cells.Add(Assert.Single(prober.Cells));
            return prober;
        }

        long Sum(LedgerVerdict verdict) => cells.Sum(c => c.Verdicts[verdict]);
    }
}
