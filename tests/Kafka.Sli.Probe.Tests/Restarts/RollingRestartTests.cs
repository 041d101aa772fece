using Kafka.Sli.Probe.Embedded;
using Kafka.Sli.Probe.Ledger;

namespace Kafka.Sli.Probe.Tests.Restarts;

/// <summary>Three instances that are one probe, under load, and one after the other restarted.</summary>
public sealed class RollingRestartTests : IAsyncDisposable
{
    private const string Topic = "kafka-sli-probe.c.default.default";
    private const int Partitions = 6;
    private const int Rate = 100;
    private const int Rounds = 10;

    private static readonly LedgerSpans Spans = LedgerSpans.For(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds((double)Partitions / Rate));

    private readonly EmbeddedCluster _cluster = EmbeddedCluster.Start(3);
    private readonly List<ScrapedProbe> _all = [];
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

    public async ValueTask DisposeAsync()
    {
        foreach (var probe in _all)
        {
            await probe.DisposeAsync();
        }

        _cluster.Dispose();
        File.Delete(_plan);
    }

    [Fact]
    public async Task Restarted_in_order_the_counters_of_all_instances_account_for_every_message_exactly()
    {
        var (ended, atWork) = (new List<ScrapedProbe>(), await StartThreeAsync());
        for (var round = 0; round < Rounds; round++)
        {
            await TerminateAsync(atWork[round % 3], ended);
            atWork[round % 3] = await StartAsync(round % 3);
        }

        await EndAsync(atWork, ended);
        var log = WholeLog.Read(_cluster.BootstrapServers, Topic, Partitions);
        Assert.Equal(3 + Rounds, log.Closed.Count);
        Assert.Equal(log.LastNumbers.Values.Sum(), Sum(ended, LedgerVerdict.Delivered, LedgerVerdict.Lost, LedgerVerdict.Failed, LedgerVerdict.Unknown));
        Assert.Equal(log.Distinct, Sum(ended, LedgerVerdict.Delivered));
        Assert.Equal(0, Sum(ended, LedgerVerdict.Lost));
        var judged = log.Judge(Spans);
        Assert.All(VerdictNames.All.Where(v => v != LedgerVerdict.Late), verdict => Assert.Equal(judged[verdict], Sum(ended, verdict)));
    }

    [Fact]
    public async Task Killed_nothing_is_called_lost_nothing_counted_twice_and_no_more_is_missing_than_the_documented_bound()
    {
        var (ended, atWork) = (new List<ScrapedProbe>(), await StartThreeAsync());
        for (var round = 0; round < Rounds; round++)
        {
            await atWork[round % 3].KillAsync();
            ended.Add(atWork[round % 3]);
            atWork[round % 3] = await StartAsync(round % 3);
        }

        var killed = ended.ToArray();
        await EndAsync(atWork, ended);
        var log = WholeLog.Read(_cluster.BootstrapServers, Topic, Partitions);
        var judged = log.Judge(Spans);
        Assert.Equal(3, log.Closed.Count);
        Assert.Equal(log.Distinct, judged[LedgerVerdict.Delivered]);
        Assert.Equal(0, judged[LedgerVerdict.Lost]);
        Assert.Equal(0, Sum(ended, LedgerVerdict.Lost));
        var missing = judged.Judged - Sum(ended, LedgerVerdict.Delivered, LedgerVerdict.Lost, LedgerVerdict.Failed, LedgerVerdict.Unknown);
        TestContext.Current.TestOutputHelper!.WriteLine($"{missing} of {judged.Judged} are in no counter");

        // All three together send 300 messages a second; a commit covers a second of them, and takes a moment itself.
        var bound = killed.Sum(k => (k.SinceLastScrape + TimeSpan.FromSeconds(1.5)).TotalSeconds * 3 * Rate);
        Assert.InRange(missing, 0, bound);
    }

    /// <summary>Who goes last has to be given all partitions first: what nobody reads nobody counts.</summary>
    private async Task EndAsync(ScrapedProbe[] atWork, List<ScrapedProbe> ended)
    {
        foreach (var probe in atWork)
        {
            await TerminateAsync(probe, ended);
            var before = WholeLog.Read(_cluster.BootstrapServers, Topic, Partitions);
            while (probe != atWork[^1] && !before.IsCommitted(_cluster.BootstrapServers, $"{Topic}-group"))
            {
                await Task.Delay(50, TestContext.Current.CancellationToken);
            }
        }
    }

    private static async Task TerminateAsync(ScrapedProbe probe, List<ScrapedProbe> ended)
    {
        var exitCode = await probe.TerminateAsync();
        Assert.True(exitCode is 0 or 1, probe.Errors);
        Assert.True(probe.Errors.Contains("stop: scraped a last time", StringComparison.Ordinal), probe.Errors);
        ended.Add(probe);
    }

    private static long Sum(IEnumerable<ScrapedProbe> probes, params LedgerVerdict[] verdicts) => probes.Sum(p => verdicts.Sum(v => p.Counts.GetValueOrDefault(v)));

    private async Task<ScrapedProbe[]> StartThreeAsync() => await Task.WhenAll(Enumerable.Range(0, 3).Select(StartAsync));

    private async Task<ScrapedProbe> StartAsync(int number)
    {
        var probe = await ScrapedProbe.StartAsync(_plan, $"instance-{number}");
        lock (_all)
        {
            _all.Add(probe);
        }

        return probe;
    }
}
