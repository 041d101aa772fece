using Confluent.Kafka;
using Kafka.Sli.Objectives;
using Kafka.Sli.Probe.Board;
using Kafka.Sli.Probe.Embedded;
using Kafka.Sli.Probe.Ledger;

namespace Kafka.Sli.Probe.Tests.Probing;

/// <summary>The first seconds of a cell's clients, told apart.</summary>
[Collection(nameof(OneProber))]
public sealed class WarmUpTests
{
    private const string Judged = "objectives: ['produce: 1% < 60s as sent', 'delivery: 1% < 60s as read', 'assignment: 1% < 60s as joined', 'offset_commit: 1% < 60s as committed']";

    [Fact]
    public async Task They_are_under_their_own_name_and_in_no_verdict()
    {
        await using var run = await ProberRun.StartAsync($"profiles: {{ default: {{ warm.up: 1h }} }}\n{Judged}");
        await using var watch = new BoardWatch(run.Prober, run.Readings, new Readiness(), offersFaults: false);
        var cell = Assert.Single(run.Prober.Cells);
        await ProberRun.Until(() => cell.Verdicts[LedgerVerdict.Delivered] > 20);
        run.Readings.Refresh();

        foreach (var objective in run.Prober.Plan.Objectives)
        {
            var told = run.Readings.Of(objective, ProberRun.Cell);
            Assert.Equal((0, 0, 0), (told.Good, told.Bad, told.Excluded));
            Assert.Equal(0, run.Readings.Latency(objective.Indicator, ProberRun.Cell).Count);
            Assert.InRange(run.Readings.WarmUp(objective.Indicator, ProberRun.Cell).Count, 1, long.MaxValue);
        }

        Assert.Empty(run.Of("kafka.sli.probe.broker.produce.duration"));
        Assert.Equal(0, cell.Verdicts[LedgerVerdict.Late]);
        Assert.InRange(watch.Status.Cells[0].WarmUpLeftSeconds, 3000, 3600);
    }

    [Fact]
    public async Task After_them_it_is_judged_and_a_client_that_is_replaced_warms_up_anew()
    {
        await using var run = await ProberRun.StartAsync($"profiles: {{ default: {{ warm.up: 1s, producer: {{ enable.idempotence: true }} }} }}\n{Judged}");
        var first = Assert.Single(run.Prober.Cells);
        var cold = run.Readings.WarmUp(ServiceLevelIndicator.Produce, ProberRun.Cell);
        await ProberRun.Until(() => Good(run) > 20);
        Assert.Equal(TimeSpan.Zero, first.WarmUpLeft);
        var before = cold.Count;
        Assert.InRange(before, 1, 60);
        Assert.NotEmpty(run.Of("kafka.sli.probe.broker.produce.duration"));

        // To an idempotent producer that is the end of all that it knows.
        run.Cluster.PushRequestErrors(KafkaApi.Produce, ErrorCode.OutOfOrderSequenceNumber);
        await ProberRun.Until(() => first.FatalError is not null);
        var old = Good(run);
        await ProberRun.Until(() => run.Prober.Cells is [{ FatalError: null }] && Good(run) > old + 20);

        Assert.InRange(cold.Count, before + 1, before + 60);
    }

    [Fact]
    public async Task Without_a_word_of_it_in_the_plan_librdkafka_has_none()
    {
        await using var run = await ProberRun.StartAsync(Judged);
        await ProberRun.Until(() => Good(run) > 0);

        Assert.Equal(TimeSpan.Zero, run.Prober.Cells[0].WarmUpLeft);
        Assert.All(run.Prober.Plan.Objectives, o => Assert.Equal(0, run.Readings.WarmUp(o.Indicator, ProberRun.Cell).Count));
    }

    private static long Good(ProberRun run)
    {
        run.Readings.Refresh();
        return run.Readings.Of(run.Prober.Plan.Objectives[0], ProberRun.Cell).Good;
    }
}
