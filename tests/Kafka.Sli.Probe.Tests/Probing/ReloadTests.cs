using Kafka.Sli.Objectives;

namespace Kafka.Sli.Probe.Tests.Probing;

[Collection(nameof(OneProber))]
public class ReloadTests
{
    [Fact]
    public async Task Cells_that_did_not_change_go_on_undisturbed()
    {
        await using var run = await ProberRun.StartAsync("loads: { default: { rate: 50/s, size: 100B } }");
        run.Cluster.CreateTopic($"{ProberRun.Topic[..^7]}other", 1, 1);
        var first = Assert.Single(run.Prober.Cells);
        await ProberRun.Until(() => Count(run, ProberRun.Cell) > 10);

        await run.Prober.ChangeToAsync(ProberRun.Read(run.Cluster, "loads:\n  other: { rate: 20/s, size: 100B }\n  default: { rate: 50/s, size: 100B }"), TestContext.Current.CancellationToken);

        Assert.Equal(["c/default/other", ProberRun.Cell], run.Prober.Cells.Select(c => c.Plan.Name));
        Assert.Same(first, run.Prober.Cells[1]);
        await ProberRun.Until(() => Count(run, "c/default/other") > 5);
        Assert.Equal(1, run.Readings.Latency(ServiceLevelIndicator.Assignment, ProberRun.Cell).Count);

        await run.Prober.ChangeToAsync(ProberRun.Read(run.Cluster, "loads: { other: { rate: 30/s, size: 100B } }"), TestContext.Current.CancellationToken);

        Assert.Equal(30, Assert.Single(run.Prober.Cells).Plan.Load.Rate.PerSecond);
        var ended = Count(run, ProberRun.Cell);
        var other = Count(run, "c/default/other");
        await ProberRun.Until(() => Count(run, "c/default/other") > other + 10);
        Assert.Equal(ended, Count(run, ProberRun.Cell));
    }

    [Fact]
    public async Task Other_objectives_are_another_measurement_and_in_force_at_once()
    {
        await using var run = await ProberRun.StartAsync("loads: { default: { rate: 50/s, size: 100B } }");
        var first = Assert.Single(run.Prober.Cells);

        await run.Prober.ChangeToAsync(
            ProberRun.Read(run.Cluster, "objectives: ['delivery: 99% < 7s as new']\nloads: { default: { rate: 50/s, size: 100B } }"), TestContext.Current.CancellationToken);

        Assert.NotSame(first, Assert.Single(run.Prober.Cells));
        await ProberRun.Until(() =>
        {
            run.Readings.Refresh();
            return run.Readings.Of(Objective.Parse("delivery: 99% < 7s as new"), ProberRun.Cell).Good > 10;
        });
    }

    private static long Count(ProberRun run, string cell) => run.Readings.Latency(ServiceLevelIndicator.Delivery, cell).Count;
}
