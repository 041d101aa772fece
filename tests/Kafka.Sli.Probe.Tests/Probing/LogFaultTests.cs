using Confluent.Kafka;
using Kafka.Sli.Probe.Embedded;
using Kafka.Sli.Probe.Ledger;
using Kafka.Sli.Probe.Probing;

namespace Kafka.Sli.Probe.Tests.Probing;

/// <summary>What is lost, doubled, disordered or cut off on purpose is found, and counted exactly.</summary>
[Collection(nameof(OneProber))]
public class LogFaultTests
{
    [Fact]
    public async Task A_writer_that_skips_and_repeats_is_found_out_to_the_number()
    {
        await using var run = await ProberRun.StartAsync("loads: { default: { rate: 20/s, size: 50B } }");
        using var writer = new FaultyWriter(run.Cluster.BootstrapServers, ProberRun.Topic, ProberRun.Cell);
        await writer.WriteWellAsync(10);
        for (var i = 0; i < 3; i++)
        {
            writer.Skip(Fate.Acknowledged);
            writer.Skip(Fate.Failed);
            writer.Skip(Fate.Unknown);
            await writer.WriteWellAsync(2);
        }

        await writer.WriteAsync(5);
        await writer.WriteAsync(5);
        var (early, late) = (writer.Make(), writer.Make());
        await writer.WriteAsync(late);
        await writer.WriteAsync(early);
        writer.Tell(early, Fate.Acknowledged);
        writer.Tell(late, Fate.Failed);
        await writer.WriteWellAsync(1);
        await writer.CloseAsync();

        var verdicts = Assert.Single(run.Prober.Cells).Verdicts;
        await run.Prober.StopAsync();

        var log = WholeLog.Read(run.Cluster.BootstrapServers, ProberRun.Topic, 1);
        Assert.Equal((3, 3, 3, 2, 1, 1), (verdicts[LedgerVerdict.Lost], verdicts[LedgerVerdict.Failed], verdicts[LedgerVerdict.Unknown], verdicts[LedgerVerdict.Duplicate], verdicts[LedgerVerdict.Reordered], verdicts[LedgerVerdict.Phantom]));
        Assert.Equal(log.Distinct, verdicts[LedgerVerdict.Delivered]);
        Assert.Equal(log.LastNumbers.Values.Sum(), log.Distinct + 3 + 3 + 3);
    }

    [Fact]
    public async Task What_a_client_without_idempotence_sends_again_for_want_of_an_answer_is_a_duplicate_each_time()
    {
        const string Plan = """
            profiles: { default: { producer: { enable.idempotence: false, socket.timeout.ms: 1000 } } }
            loads: { default: { rate: 50/s, size: 50B } }
            """;
        await using var run = await ProberRun.StartAsync(Plan);
        var verdicts = Assert.Single(run.Prober.Cells).Verdicts;
        await ProberRun.Until(() => verdicts[LedgerVerdict.Delivered] > 20);

        run.Cluster.SetRoundTripTime(TimeSpan.FromSeconds(1.5));
        await Task.Delay(TimeSpan.FromSeconds(3), TestContext.Current.CancellationToken);
        run.Cluster.SetRoundTripTime(TimeSpan.Zero);
        await ProberRun.Until(() => verdicts[LedgerVerdict.Duplicate] > 0);
        await run.Prober.StopAsync();

        var log = WholeLog.Read(run.Cluster.BootstrapServers, ProberRun.Topic, 1);
        Assert.Equal(log.Copies, verdicts[LedgerVerdict.Duplicate]);
        Assert.Equal(log.Distinct, verdicts[LedgerVerdict.Delivered]);
        Assert.Equal(log.LastNumbers.Values.Sum(), log.Distinct + verdicts[LedgerVerdict.Failed] + verdicts[LedgerVerdict.Unknown]);
        Assert.Equal(0, verdicts[LedgerVerdict.Lost]);
    }

    [Fact]
    public async Task What_nobody_acknowledged_is_not_lost_when_it_is_not_there_and_no_phantom_when_it_is()
    {
        await using var run = await ProberRun.StartAsync("profiles: { default: { producer: { acks: 0, enable.idempotence: false } } }\nloads: { default: { rate: 50/s, size: 50B } }");
        var verdicts = Assert.Single(run.Prober.Cells).Verdicts;
        await ProberRun.Until(() => verdicts[LedgerVerdict.Delivered] > 20);

        run.Cluster.PushRequestErrors(KafkaApi.Produce, [.. Enumerable.Repeat(ErrorCode.KafkaStorageError, 5)]);
        var before = verdicts[LedgerVerdict.Delivered];
        await ProberRun.Until(() => verdicts[LedgerVerdict.Delivered] > before + 50);
        await run.Prober.StopAsync();

        var log = WholeLog.Read(run.Cluster.BootstrapServers, ProberRun.Topic, 1);
        var missing = log.LastNumbers.Values.Sum() - log.Distinct;
        Assert.InRange(missing, 1, long.MaxValue);
        Assert.Equal((0, missing, 0), (verdicts[LedgerVerdict.Lost], verdicts[LedgerVerdict.Unknown], verdicts[LedgerVerdict.Phantom]));
    }

    [Fact]
    public async Task What_was_deleted_before_anybody_read_it_is_a_break_of_the_log_and_unknown_and_nothing_is_lost()
    {
        const string Plan = "loads: { default: { rate: 20/s, size: 50B } }";
        await using var run = await ProberRun.StartAsync(Plan);
        using var writer = new FaultyWriter(run.Cluster.BootstrapServers, ProberRun.Topic, ProberRun.Cell);
        await writer.WriteWellAsync(10);
        var first = Assert.Single(run.Prober.Cells).Verdicts;
        await run.Prober.StopAsync();
        var before = WholeLog.Read(run.Cluster.BootstrapServers, ProberRun.Topic, 1);
        Assert.Equal(before.Distinct, first[LedgerVerdict.Delivered]);

        var end = before.Records[^1].Record.Offset + 1;
        await writer.WriteWellAsync(20);
        run.Cluster.DeleteRecords(ProberRun.Topic, 0, end + 15);
        using var next = new Prober(ProberRun.Read(run.Cluster, Plan), "two", static _ => { });
        await next.StartAsync(TestContext.Current.CancellationToken);
        var verdicts = Assert.Single(next.Cells).Verdicts;
        await ProberRun.Until(() => verdicts[LedgerVerdict.Delivered] > 5);
        await writer.CloseAsync();
        await next.StopAsync();

        Assert.Equal((0, 15), (verdicts[LedgerVerdict.Lost], verdicts[LedgerVerdict.Unknown]));
        Assert.Equal(WholeLog.Read(run.Cluster.BootstrapServers, ProberRun.Topic, 1).Distinct, verdicts[LedgerVerdict.Delivered]);
        Assert.Equal(1, run.Of("kafka.sli.probe.log.breaks").Sum());
    }

    [Fact]
    public async Task A_topic_that_was_deleted_and_created_anew_is_a_truncation_and_is_judged_on()
    {
        await using var run = await ProberRun.StartAsync("loads: { default: { rate: 20/s, size: 50B } }");
        var verdicts = Assert.Single(run.Prober.Cells).Verdicts;
        await ProberRun.Until(() => verdicts[LedgerVerdict.Delivered] > 20);

        run.Cluster.DeleteTopic(ProberRun.Topic);
        try
        {
            run.Cluster.CreateTopic(ProberRun.Topic, 1, 1);
        }
        catch (KafkaException e) when (e.Error.Code == ErrorCode.TopicAlreadyExists)
        {
            // A client has asked for it in between: that creates it there.
        }

        await ProberRun.Until(() => Truncations() == 1);
        var before = verdicts[LedgerVerdict.Delivered];
        await ProberRun.Until(() => verdicts[LedgerVerdict.Delivered] > before + 20);

        Assert.Equal(0, verdicts[LedgerVerdict.Duplicate]);
        Assert.Equal(1, run.Of("kafka.sli.probe.log.breaks").Sum());

        double Truncations() => run.Told.Where(t => t.Instrument == "kafka.sli.probe.log.breaks" && t.Tags.Contains(new("kafka.sli.probe.log.break", "truncation"))).Sum(t => t.Value);
    }
}
