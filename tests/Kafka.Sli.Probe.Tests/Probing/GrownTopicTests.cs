using Kafka.Sli.Probe.Embedded;

namespace Kafka.Sli.Probe.Tests.Probing;

/// <summary>A topic that gets partitions while it is measured.</summary>
[Collection(nameof(OneProber))]
public class GrownTopicTests
{
    [Fact]
    public async Task Its_clients_ask_for_them_at_once_also_where_it_had_as_many_before_it_was_made_anew()
    {
        await using var run = await ProberRun.StartAsync("loads: { default: { rate: 10/s, size: 50B } }", partitions: 2);
        var cell = Assert.Single(run.Prober.Cells);
        var topic = cell.Topic;
        cell.Follow(topic with { Partitions = [0] });

        // Within less than a round of whoever looks after the topic, who asks as well.
        run.Cluster.StartRequestTracking();
        cell.Follow(topic);

        Assert.InRange(run.Cluster.TrackedRequests().Count(r => r.Api == KafkaApi.Metadata), 2, int.MaxValue);
    }
}
