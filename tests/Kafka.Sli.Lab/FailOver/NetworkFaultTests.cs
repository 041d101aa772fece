using Kafka.Sli.Lab.Brokers;

namespace Kafka.Sli.Lab.FailOver;

/// <summary>A broker that nobody reaches, and that is well by all that it and the controllers know: no metric of a broker shows it.</summary>
public sealed class NetworkFaultTests
{
    private static readonly TimeSpan Cut = TimeSpan.FromSeconds(6);

    [Fact]
    public async Task What_a_broker_leads_that_no_client_reaches_is_told_as_an_outage_of_that_broker()
    {
        Assert.SkipWhen((KafkaHome.WhyNot ?? NetworkNamespace.WhyNot) is not null, KafkaHome.WhyNot ?? NetworkNamespace.WhyNot ?? "");
        using var network = new NetworkNamespace();
        await using var cluster = await KafkaCluster.StartAsync(new ClusterOptions { Network = network });
        await using var probe = await ObservedProbe.StartAsync(cluster, "unreachable", network, profiles: ["idempotent", "leader-only"]);

        network.Cut(cluster[1].Port);
        await Task.Delay(Cut, TestContext.Current.CancellationToken);
        network.Mend();
        await probe.UntilWellAsync();
        await probe.StopAsync();

        FaultRun.Compare(probe, $"not reached for {Cut.TotalSeconds:0} s (packets dropped)", Placements.Of(cluster), lost: 1);
    }
}
