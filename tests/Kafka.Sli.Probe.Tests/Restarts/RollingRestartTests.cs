using Kafka.Sli.Probe.Embedded;
using Kafka.Sli.Probe.Ledger;

namespace Kafka.Sli.Probe.Tests.Restarts;

/// <summary>Three instances that are one probe, under load, and one after the other restarted.</summary>
public sealed class RollingRestartTests : IDisposable
{
    private const string Topic = "kafka-sli-probe.c.default.default";
    private const int Partitions = 6;
    private const int Rate = 100;
    private const int Rounds = 10;

    private static readonly LedgerSpans Spans = LedgerSpans.For(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds((double)Partitions / Rate));

    private readonly EmbeddedCluster _cluster = EmbeddedCluster.Start(3);
    private readonly string _plan = Path.GetTempFileName();

    public RollingRestartTests()
    {
        _cluster.CreateTopic(Topic, Partitions, 3);
        File.WriteAllText(_plan, $$"""
            clusters: { c: { bootstrap.servers: '{{_cluster.BootstrapServers}}', manage: false, fetch.wait.max.ms: 10, session.timeout.ms: 1500, heartbeat.interval.ms: 200 } }
            profiles: { default: { producer: { message.timeout.ms: 5000 } } }
            loads: { default: { rate: {{Rate}}/s, size: 50B } }
            """);
    }

    public void Dispose()
    {
        _cluster.Dispose();
        File.Delete(_plan);
    }

    [Fact]
    public async Task Restarted_in_order_the_counters_of_all_instances_account_for_every_message_exactly()
    {
        await using var fleet = await ProbeFleet.StartAsync(_plan);
        for (var round = 0; round < Rounds; round++)
        {
            await fleet.RestartAsync(round % fleet.Size);
        }

        await fleet.EndAsync(IsAllCommitted);
        var log = ReadLog();
        Assert.Equal(fleet.Size + Rounds, log.Closed.Count);
        Assert.Equal(log.LastNumbers.Values.Sum(), fleet.Sum(LedgerVerdict.Delivered, LedgerVerdict.Lost, LedgerVerdict.Failed, LedgerVerdict.Unknown));
        Assert.Equal(log.Distinct, fleet.Sum(LedgerVerdict.Delivered));
        Assert.Equal(0, fleet.Sum(LedgerVerdict.Lost));
        var judged = log.Judge(Spans);
        Assert.All(VerdictNames.All.Where(v => v != LedgerVerdict.Late), verdict => Assert.Equal(judged[verdict], fleet.Sum(verdict)));
    }

    [Fact]
    public async Task Killed_nothing_is_called_lost_nothing_counted_twice_and_no_more_is_missing_than_the_documented_bound()
    {
        await using var fleet = await ProbeFleet.StartAsync(_plan);
        for (var round = 0; round < Rounds; round++)
        {
            await fleet.KillAndRestartAsync(round % fleet.Size);
        }

        var killed = fleet.Ended.ToArray();
        await fleet.EndAsync(IsAllCommitted);
        var log = ReadLog();
        var judged = log.Judge(Spans);
        Assert.Equal(fleet.Size, log.Closed.Count);
        Assert.Equal(log.Distinct, judged[LedgerVerdict.Delivered]);
        Assert.Equal(0, judged[LedgerVerdict.Lost]);
        Assert.Equal(0, fleet.Sum(LedgerVerdict.Lost));
        var missing = judged.Judged - fleet.Sum(LedgerVerdict.Delivered, LedgerVerdict.Lost, LedgerVerdict.Failed, LedgerVerdict.Unknown);
        TestContext.Current.TestOutputHelper!.WriteLine($"{missing} of {judged.Judged} are in no counter");

        // All three together send 300 messages a second; a commit covers a second of them, and takes a moment itself.
        var bound = killed.Sum(k => (k.SinceLastScrape + TimeSpan.FromSeconds(1.5)).TotalSeconds * fleet.Size * Rate);
        Assert.InRange(missing, 0, bound);
    }

    private WholeLog ReadLog() => WholeLog.Read(_cluster.BootstrapServers, Topic, Partitions);

    private Func<bool> IsAllCommitted()
    {
        var log = ReadLog();
        return () => log.IsCommitted(_cluster.BootstrapServers, $"{Topic}-group");
    }
}
