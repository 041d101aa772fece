using Kafka.Sli.Probe.Board;
using Kafka.Sli.Probe.Tests.Probing;

namespace Kafka.Sli.Probe.Tests.Board;

[Collection(nameof(OneProber))]
public sealed class BoardWatchTests
{
    [Fact]
    public async Task Brokers_of_a_cluster_that_is_not_the_probes_own_are_not_offered_for_harm()
    {
        await using var run = await ProberRun.StartAsync();
        await using var watch = new BoardWatch(run.Prober, run.Readings, new Readiness(), offersFaults: true);

        Assert.Null(Assert.Single(watch.Status.Clusters).Embedded);
    }

    [Fact]
    public async Task With_other_objectives_it_counts_anew_and_what_is_gone_from_the_plan_is_gone_from_the_board()
    {
        await using var run = await ProberRun.StartAsync("objectives: ['produce: 99% < 1s as before']");
        await using var watch = new BoardWatch(run.Prober, run.Readings, new Readiness(), offersFaults: true);
        await ProberRun.Until(() => watch.Status.Cells[0].Objectives is [{ Name: "before", Good: > 20 }]);

        await run.Prober.ChangeToAsync(ProberRun.Read(run.Cluster, "objectives: ['produce: 99% < 1s as after']"), TestContext.Current.CancellationToken);
        watch.Look();

        var objective = Assert.Single(watch.Status.Cells[0].Objectives);
        Assert.Equal("after", objective.Name);
        Assert.InRange(objective.KnownForSeconds, 0, 5);
        await ProberRun.Until(() => watch.Status.Cells[0].Objectives[0] is { Good: > 0, State: ObjectiveState.Met });
    }

    [Fact]
    public async Task A_cell_of_the_plan_that_has_not_begun_has_no_seconds_yet_and_one_of_no_plan_is_not_known()
    {
        await using var run = await ProberRun.StartAsync();
        await run.Prober.StopAsync();
        await using var watch = new BoardWatch(run.Prober, run.Readings, new Readiness(), offersFaults: true);
        watch.Look();

        Assert.Equal([], watch.SamplesOf(ProberRun.Cell));
        Assert.Null(watch.SamplesOf("c/default/other"));
    }

    [Fact]
    public async Task A_cell_that_is_not_at_work_says_why_and_is_not_said_to_meet_anything()
    {
        await using var run = await ProberRun.StartAsync();
        await using var watch = new BoardWatch(run.Prober, run.Readings, new Readiness(), offersFaults: true);
        watch.Look();
        Assert.Null(watch.Status.Cells[0].NotAtWork);

        await run.Prober.StopAsync();

        Assert.Equal("the probe ends", watch.Status.Cells[0].NotAtWork);
    }
}
