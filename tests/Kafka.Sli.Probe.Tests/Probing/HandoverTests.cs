using Kafka.Sli.Probe.Ledger;
using Kafka.Sli.Probe.Probing;

namespace Kafka.Sli.Probe.Tests.Probing;

[Collection(nameof(OneProber))]
public class HandoverTests
{
    [Fact]
    public async Task When_another_member_takes_a_partition_over_it_is_told_for_how_long_nobody_read_it()
    {
        const string Plan = "loads: { default: { rate: 50/s, size: 100B } }";
        await using var run = await ProberRun.StartAsync(Plan, partitions: 2);
        using var other = new Prober(ProberRun.Read(run.Cluster, Plan), "other", static _ => { });
        await other.StartAsync(TestContext.Current.CancellationToken);
        await ProberRun.Until(() => Assert.Single(other.Cells).Verdicts[LedgerVerdict.Delivered] > 20);
        var before = run.Of("kafka.sli.probe.handover.duration").Length;

        await other.StopAsync();

        // It left its one partition to the first member, which had to give up its own for the rebalance.
        await ProberRun.Until(() => run.Of("kafka.sli.probe.handover.duration").Length >= before + 2);
        Assert.All(run.Of("kafka.sli.probe.handover.duration"), seconds => Assert.InRange(seconds, 0.04, 60));
    }
}
