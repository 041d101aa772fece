using Confluent.Kafka;
using Kafka.Sli.Objectives;
using Kafka.Sli.Probe.Embedded;

namespace Kafka.Sli.Probe.Tests.Probing;

/// <summary>A message that never arrives is no event: only who knows what should come can tell.</summary>
[Collection(nameof(OneProber))]
public class OverdueTests
{
    [Fact]
    public async Task It_rises_while_expected_messages_do_not_come_and_falls_when_they_have()
    {
        await using var run = await ProberRun.StartAsync("loads: { default: { rate: 20/s, size: 100B } }");
        var cell = Assert.Single(run.Prober.Cells);
        await ProberRun.Until(() => run.Readings.Latency(ServiceLevelIndicator.Delivery, ProberRun.Cell).Count > 20);
        Assert.InRange(cell.OverdueSeconds, 0, 5);

        // Producing goes on; the next fetch is answered in its own time.
        run.Cluster.PushBrokerRequestErrors(1, KafkaApi.Fetch, (ErrorCode.NoError, TimeSpan.FromSeconds(22)));
        var seen = new List<double>();
        for (var second = 0; second < 20; second++)
        {
            await Task.Delay(1_000, TestContext.Current.CancellationToken);
            seen.Add(cell.OverdueSeconds);
        }

        // It rises by a second each second, whatever the machine does in between.
        Assert.InRange(seen[^1] - seen[4], 14, 30);
        Assert.True(seen.Skip(4).Zip(seen.Skip(5)).All(p => p.Second > p.First), string.Join(' ', seen));
        Assert.Equal(0, run.Readings.Latency(ServiceLevelIndicator.Produce, ProberRun.Cell).Outcomes.Where(o => o.Key != "ok").Sum(o => o.Value));

        await ProberRun.Until(() => cell.OverdueSeconds < 1);
    }
}
