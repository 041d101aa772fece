using Kafka.Sli.Lab.Brokers;

namespace Kafka.Sli.Lab;

/// <summary>What the other tests rely on.</summary>
[Collection(nameof(OneCluster))]
public sealed class ClusterTests
{
    private readonly SharedCluster _shared;

    public ClusterTests(SharedCluster shared) => _shared = shared;

    [Fact]
    public async Task Three_brokers_are_there_and_each_leads_what_it_is_to_lead()
    {
        var cluster = await _shared.StartAsync();

        await cluster.Admin.CreateTopicAsync("led", Placements.Of(cluster));

        Assert.Equal([1, 2, 3], (await cluster.Admin.BrokersAsync()).Order());
        Assert.Equal([1, 2, 3], (await cluster.Admin.DescribeAsync("led"))!.Partitions.OrderBy(p => p.Partition).Select(p => p.Leader.Id));
        await cluster.Admin.DeleteTopicAsync("led");
    }
}
