using System.Collections.Concurrent;
using Kafka.Sli.Lab.Brokers;
using Kafka.Sli.Lab.Observing;
using Kafka.Sli.Probe.External;
using Kafka.Sli.Probe.Ledger;
using Kafka.Sli.Probe.Plan;
using Kafka.Sli.Probe.Probing;

namespace Kafka.Sli.Lab.External;

/// <summary>Cells that send in transactions, of both clients: in the log are markers, and what was aborted is read by nobody.</summary>
[Collection(nameof(OneCluster))]
public sealed class TransactionCellTests
{
    private const string Name = "transactions";

    private static readonly string[] Clients = ["librdkafka", "java"];

    /// <summary>Messages that are read before and after what happens.</summary>
    private const long Some = 300;

    /// <summary>Longer than a message may wait.</summary>
    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(4);

    private readonly SharedCluster _shared;
    private readonly ConcurrentQueue<string> _told = new();

    public TransactionCellTests(SharedCluster shared) => _shared = shared;

    [Fact]
    public async Task Each_is_measured_and_the_log_accounts_for_every_message_over_a_restart_and_an_abort()
    {
        Assert.SkipWhen(ObservedLibs.WhyNot is not null, ObservedLibs.WhyNot ?? "");
        var cluster = await _shared.StartAsync();
        foreach (var client in Clients)
        {
            await cluster.Admin.CreateTopicAsync(Topic(client), Placements.Of(cluster), ("min.insync.replicas", "2"));
        }

        using var recorded = new Recorded($"{Name}/");
        try
        {
            await RunAsync(cluster, recorded, () => Task.Delay(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken));
            Assert.All(Clients, c => Assert.Equal(0, Told(c, LedgerVerdict.Failed) + Told(c, LedgerVerdict.Unknown)));
            await RunAsync(cluster, recorded, async () =>
            {
                foreach (var broker in cluster.Brokers)
                {
                    broker.Pause();
                }

                await Task.Delay(Hang, TestContext.Current.CancellationToken);
                foreach (var broker in cluster.Brokers)
                {
                    broker.Resume();
                }
            });

            foreach (var client in Clients)
            {
                var ended = recorded.Of("kafka.sli.transaction.duration").Where(m => m["kafka.sli.client"] == CellOf(client)).ToLookup(m => (m["messaging.operation.name"], m["kafka.sli.outcome"]));
                var renewals = recorded.Of("kafka.sli.probe.client.renewals").Where(m => m["kafka.sli.client"] == CellOf(client)).Sum(m => (long)m.Value);
                TestContext.Current.TestOutputHelper!.WriteLine(
                    $"{client}: {string.Join(", ", ended.Select(e => $"{e.Key} {e.Count()}"))}; {renewals} renewals; {string.Join(' ', VerdictNames.All.Select(v => $"{v}={Told(client, v)}"))}");
                Assert.Equal(2 + renewals, ended[("init_transactions", null)].Count());
                Assert.InRange(ended[(null, null)].Count(), 40, 2000);
                var log = await Task.Run(() => WholeLog.Read(cluster.BootstrapServers, Topic(client), cluster.Brokers.Count), TestContext.Current.CancellationToken);
                Assert.Equal(2, log.Closed.Count);
                Assert.Equal(log.Distinct, Told(client, LedgerVerdict.Delivered));
                Assert.Equal((0, 0), (Told(client, LedgerVerdict.Lost), Told(client, LedgerVerdict.Phantom)));

                // Of a client that an abort was the end of, a fencing say, what it had in flight is judged much later.
                if (renewals == 0)
                {
                    Assert.InRange(ended[(null, "failed")].Count(), 1, 10);
                    Assert.NotEqual(0, Told(client, LedgerVerdict.Failed));
                    Assert.Equal(log.LastNumbers.Values.Sum(), Told(client, LedgerVerdict.Delivered) + Told(client, LedgerVerdict.Failed) + Told(client, LedgerVerdict.Unknown));
                }
            }

            Assert.Equal(2, _told.Count(l => l.StartsWith("stop: read to the end", StringComparison.Ordinal)));
            Assert.Equal(0, recorded.Of("kafka.sli.probe.client.faults").Sum(m => m.Value));

            long Told(string client, LedgerVerdict verdict) => ToldBy(recorded, client, verdict);
        }
        finally
        {
            await cluster.HealAsync();
            await cluster.Admin.DeleteTopicAsync([.. Clients.Select(Topic)]);
        }
    }

    private async Task RunAsync(KafkaCluster cluster, Recorded recorded, Func<Task> meanwhile)
    {
        var (plan, faults) = PlanFile.Parse(
            $$"""
            clusters: { {{Name}}: { bootstrap.servers: '{{cluster.BootstrapServers}}', manage: false } }
            profiles:
              librdkafka: { transaction.every: 100ms, producer: { message.timeout.ms: 2000 } }
              java: { client: java, warm.up: 0s, transaction.every: 100ms, producer: { delivery.timeout.ms: 2000, request.timeout.ms: 1000 } }
            loads: { steady: { rate: 100/s, size: 200B } }
            objectives: [ "transaction: 99% < 10s over 1h as committed" ]
            """,
            Path.GetTempPath(),
            static _ => null);
        Assert.Empty(faults.Errors);
        using var prober = new Prober(plan!, "one", _told.Enqueue, buildClient: ModelClients.Build);
        await prober.StartAsync(TestContext.Current.CancellationToken);
        await UntilReadAsync();
        await meanwhile();
        await UntilReadAsync();
        await prober.StopAsync();

        async Task UntilReadAsync()
        {
            var before = Clients.ToDictionary(c => c, c => ToldBy(recorded, c, LedgerVerdict.Delivered));
            await cluster.Admin.UntilAsync(
                () => Task.FromResult(Clients.All(c => ToldBy(recorded, c, LedgerVerdict.Delivered) > before[c] + Some)),
                $"too few are read: {string.Join(" | ", prober.Cells.Select(c => $"{c.Plan.Name}: {c.LastError}").Concat(_told))}");
        }
    }

    private static string CellOf(string client) => $"{Name}/{client}/steady";

    private static long ToldBy(Recorded recorded, string client, LedgerVerdict verdict) =>
        recorded.Of("kafka.sli.probe.messages").Where(m => m["kafka.sli.client"] == CellOf(client) && m["kafka.sli.probe.verdict"] == VerdictNames.Of(verdict)).Sum(m => (long)m.Value);

    private static string Topic(string client) => $"kafka-sli-probe.{Name}.{client}.steady";
}
