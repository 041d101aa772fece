using System.Diagnostics;
using Kafka.Sli.Lab.Brokers;

namespace Kafka.Sli.Lab;

/// <summary>Three brokers for as many tests as there are, started by the first that wants them.</summary>
public sealed class SharedCluster : IAsyncLifetime
{
    private KafkaCluster? _cluster;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_cluster is not null)
        {
            await _cluster.DisposeAsync();
        }
    }

    /// <summary>The cluster, whole and warm. Without one the test is skipped, with the reason.</summary>
    internal async Task<KafkaCluster> StartAsync()
    {
        Assert.SkipWhen(KafkaHome.WhyNot is not null, KafkaHome.WhyNot ?? "");
        if (_cluster is null)
        {
            var watch = Stopwatch.StartNew();
            _cluster = await KafkaCluster.StartAsync(new ClusterOptions { IsSecured = true });
            await WarmUp.RunAsync(_cluster);
            TestContext.Current.SendDiagnosticMessage("the cluster is there and warm after {0}", watch.Elapsed);
        }

        return _cluster;
    }
}
