using System.Collections.Concurrent;
using Confluent.Kafka;
using Kafka.Sli.Probe.Embedded;
using Kafka.Sli.Probe.Ledger;
using Kafka.Sli.Probe.Probing;

namespace Kafka.Sli.Probe.Tests.Probing;

/// <summary>A cell that sends in transactions. The embedded cluster takes part in them, but has no markers, and lets everybody read what was aborted.</summary>
[Collection(nameof(OneProber))]
public sealed class TransactionsTests : IDisposable
{
    private const int Partitions = 2;
    private const string Plan = """
        profiles: { default: { transaction.every: 100ms } }
        loads: { default: { rate: 100/s, size: 50B } }
        objectives: [ "transaction: 99% < 10s as committed" ]
        """;

    private readonly EmbeddedCluster _cluster = EmbeddedCluster.Start(1);
    private readonly ConcurrentQueue<string> _told = new();
    private readonly ConcurrentQueue<(double Seconds, string Outcome, string Operation)> _transactions = new();
    private readonly System.Diagnostics.Metrics.MeterListener _listener = new();
    private Prober? _prober;

    public TransactionsTests()
    {
        _cluster.CreateTopic(ProberRun.Topic, Partitions, 1);
        _listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Name == "kafka.sli.transaction.duration")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<double>((_, seconds, tags, _) =>
        {
            var all = tags.ToArray().ToDictionary(t => t.Key, t => t.Value as string ?? "");
            _transactions.Enqueue((seconds, all.GetValueOrDefault("kafka.sli.outcome", "ok"), all.GetValueOrDefault("messaging.operation.name", "")));
        });
        _listener.Start();
    }

    public void Dispose()
    {
        _prober?.Dispose();
        _listener.Dispose();
        _cluster.Dispose();
    }

    [Fact]
    public async Task Each_is_measured_and_the_log_accounts_for_every_message_over_a_restart()
    {
        var first = await MeasureAsync(50);
        await _prober!.StopAsync();
        _prober.Dispose();
        var second = await MeasureAsync(50);
        await _prober.StopAsync();

        Assert.Equal(2, _transactions.Count(t => t is { Operation: "init_transactions", Outcome: "ok" }));
        Assert.InRange(_transactions.Count(t => t is { Operation: "", Outcome: "ok" }), 6, 1000);
        Assert.DoesNotContain(_transactions, t => t.Outcome != "ok");
        var log = WholeLog.Read(_cluster.BootstrapServers, ProberRun.Topic, Partitions);
        Assert.Equal(2, log.Closed.Count);
        Assert.Equal(log.Distinct, first[LedgerVerdict.Delivered] + second[LedgerVerdict.Delivered]);
        Assert.Equal(log.LastNumbers.Values.Sum(), log.Distinct);
        Assert.Equal(2, _told.Count(l => l.StartsWith("stop: read to the end", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Messages_of_one_that_had_to_be_aborted_have_failed_though_they_were_acknowledged_and_the_next_one_goes_on()
    {
        var verdicts = await MeasureAsync(20);

        _cluster.PushRequestErrors(KafkaApi.Produce, ErrorCode.MsgSizeTooLarge);
        await ProberRun.Until(() => _transactions.Any(t => t.Outcome == "failed"));
        var before = verdicts[LedgerVerdict.Delivered];
        await ProberRun.Until(() => verdicts[LedgerVerdict.Delivered] > before + 100);
        await _prober!.StopAsync();

        var log = WholeLog.Read(_cluster.BootstrapServers, ProberRun.Topic, Partitions);
        Assert.NotEqual(0, verdicts[LedgerVerdict.Failed]);
        Assert.NotEqual(0, verdicts[LedgerVerdict.Phantom]);
        Assert.Equal((0, 0), (verdicts[LedgerVerdict.Lost], verdicts[LedgerVerdict.Unknown]));
        Assert.Equal(log.LastNumbers.Values.Sum(), verdicts[LedgerVerdict.Delivered] + verdicts[LedgerVerdict.Failed]);
    }

    [Fact]
    public async Task A_commit_that_its_coordinator_is_not_ready_for_is_tried_again_and_is_one_transaction()
    {
        await MeasureAsync(20);

        _cluster.PushRequestErrors(KafkaApi.EndTxn, [.. Enumerable.Repeat(ErrorCode.GroupLoadInProgress, 5)]);
        await ProberRun.Until(() => _transactions.Any(t => t is { Operation: "", Seconds: > 0.3 }));
        await _prober!.StopAsync();

        Assert.DoesNotContain(_transactions, t => t.Outcome != "ok");
    }

    private async Task<CellVerdicts> MeasureAsync(int messages)
    {
        _prober = new Prober(ProberRun.Read(_cluster, Plan), "one", _told.Enqueue);
        await _prober.StartAsync(TestContext.Current.CancellationToken);
        var verdicts = Assert.Single(_prober.Cells).Verdicts;
        await ProberRun.Until(() => verdicts[LedgerVerdict.Delivered] > messages);
        return verdicts;
    }
}
