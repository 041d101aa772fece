using Kafka.Sli.Objectives;
using Kafka.Sli.Probe.Probing;

namespace Kafka.Sli.Probe.Tests.Probing;

[Collection(nameof(OneProber))]
public class OutageTests
{
    private static readonly TimeSpan Down = TimeSpan.FromSeconds(3);

    [Fact]
    public async Task An_outage_is_told_once_a_partition_with_the_broker_that_lost_it_and_the_other_partition_goes_on()
    {
        await using var run = await ProberRun.StartAsync(
            "objectives: ['produce: 99% < 1s']\nloads: { default: { rate: 50/s, size: 100B } }", brokers: 2, partitions: 2);
        run.Cluster.MoveLeader(ProberRun.Topic, 0, 1);
        run.Cluster.MoveLeader(ProberRun.Topic, 1, 2);
        var cell = Assert.Single(run.Prober.Cells);
        await ProberRun.Until(() => run.Readings.Latency(ServiceLevelIndicator.Delivery, ProberRun.Cell).Count > 50);
        cell.Follow(await Assert.Single(run.Prober.Clusters).FindTopicAsync(cell.Plan, static (_, _) => { }));
        await Task.Delay(500, TestContext.Current.CancellationToken);

        run.Cluster.BrokerDown(1);
        await Task.Delay(Down, TestContext.Current.CancellationToken);
        var whileDown = run.Told.Count(t => t.Instrument == "kafka.sli.probe.broker.produce.duration" && t.Tags.Contains(new(ProbeInstruments.Broker, 2)) && t.Value < 1);
        run.Cluster.BrokerUp(1);
        await ProberRun.Until(() => run.Of("kafka.sli.probe.outage.duration").Length > 0);

        var (_, seconds, tags) = Assert.Single(run.Told, t => t.Instrument == "kafka.sli.probe.outage.duration" && t.Tags.Contains(new(ProbeInstruments.Cell, ProberRun.Cell)));
        Assert.InRange(seconds, Down.TotalSeconds - 1, 60);
        Assert.Contains(new(ProbeInstruments.Broker, 1), tags);

        // 25 messages a second went to the other broker all the time, and were answered.
        Assert.InRange(whileDown, 50, int.MaxValue);
    }
}
