using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Kafka.Sli.Lab.Brokers;
using Kafka.Sli.Probe.Plan;
using Kafka.Sli.Probe.Probing;

namespace Kafka.Sli.Lab.Keeping;

/// <summary>The connection by which a cluster's topics are looked after.</summary>
[Collection(nameof(OneCluster))]
public sealed class DeadControllerTests
{
    private const string Topic = "kafka-sli-probe.keeping.default.default";

    /// <summary>What the probe asks of "the controller" goes to whatever broker it heard called so last, and librdkafka would ask anew after 5 minutes.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly SharedCluster _shared;

    public DeadControllerTests(SharedCluster shared) => _shared = shared;

    [Fact]
    public async Task Who_leads_what_is_seen_also_when_the_broker_has_died_that_was_called_the_controller()
    {
        var cluster = await _shared.StartAsync();
        await cluster.Admin.CreateTopicAsync(Topic, Placements.Of(cluster));
        try
        {
            var (plan, _) = PlanFile.Parse($"clusters: {{ keeping: {{ bootstrap.servers: '{cluster.BootstrapServers}', manage: false }} }}", Path.GetTempPath(), static _ => null);
            using var work = new ClusterAtWork(plan!.Clusters[0], static _ => { });
            var moved = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
            var found = await work.FindTopicAsync(plan.Cells[0], (topic, _) =>
            {
                if (topic?.Leaders.GetValueOrDefault(0) is { Id: not 1 } leader)
                {
                    moved.TrySetResult(leader.Id);
                }
            });
            Assert.Equal(1, found.Leaders[0].Id);
            while ((await work.Admin.DescribeClusterAsync(new DescribeClusterOptions { RequestTimeout = Patience })).Controller?.Id != 1)
            {
                // Each answer names any one of the brokers.
            }

            await cluster[1].KillAsync();
            using var stop = new CancellationTokenSource();
            var keeping = work.KeepAsync(stop.Token);

            Assert.Contains(await moved.Task.WaitAsync(Patience, TestContext.Current.CancellationToken), (int[])[2, 3]);
            await stop.CancelAsync();
            await keeping;
        }
        finally
        {
            await cluster.HealAsync();
            await cluster.Admin.DeleteTopicAsync(Topic);
        }
    }
}
