using Kafka.Sli.Lab.Brokers;

namespace Kafka.Sli.Lab.FailOver;

/// <summary>A broker whose disk is full: it gives up all that it has there.</summary>
[Collection(nameof(OneCluster))]
public sealed class FullDiskTests
{
    private readonly SharedCluster _shared;

    public FullDiskTests(SharedCluster shared) => _shared = shared;

    [Fact]
    public async Task What_the_broker_led_is_told_as_an_outage_of_that_broker_until_another_leads_it()
    {
        Assert.SkipWhen(SmallDisk.WhyNot is not null, SmallDisk.WhyNot ?? "");
        var cluster = await _shared.StartAsync();
        using var disk = new SmallDisk();
        var broker = await cluster.JoinAsync(disk.Folder);
        int[][] placements = [[broker.Id, 1, 2], [1, 2, 3], [2, 3, 1]];
        try
        {
            await using var probe = await ObservedProbe.StartAsync(cluster, "full-disk", placements: placements, profiles: ["idempotent", "leader-only"]);

            disk.Fill();
            await broker.EndAsync();
            await probe.UntilWellAsync();
            await probe.StopAsync();

            FaultRun.Compare(probe, "its disk is full", placements, broker.Id);
        }
        finally
        {
            await cluster.RemoveAsync(broker);
            await cluster.HealAsync();
        }
    }
}
