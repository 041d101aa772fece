using System.Collections.Concurrent;
using Kafka.Sli.Lab.Brokers;
using Kafka.Sli.Lab.Observing;
using Kafka.Sli.Probe.External;
using Kafka.Sli.Probe.Plan;
using Kafka.Sli.Probe.Probing;

namespace Kafka.Sli.Lab.External;

/// <summary>A transaction that has failed while there is more to send in it: Java's client takes such a message, and throws all the same.</summary>
[Collection(nameof(OneCluster))]
public sealed class FailedTransactionTests
{
    private const string Name = "failed-transactions";
    private const string Topic = $"kafka-sli-probe.{Name}.java.steady";

    private readonly SharedCluster _shared;

    public FailedTransactionTests(SharedCluster shared) => _shared = shared;

    [Fact]
    public async Task Each_message_of_it_ends_once()
    {
        Assert.SkipWhen(ObservedLibs.WhyNot is not null, ObservedLibs.WhyNot ?? "");
        var cluster = await _shared.StartAsync();
        await cluster.Admin.CreateTopicAsync(Topic, Placements.Of(cluster), ("max.message.bytes", "400"));
        using var recorded = new Recorded($"{Name}/");
        try
        {
            var told = new ConcurrentQueue<string>();
            var (plan, faults) = PlanFile.Parse(
                $$"""
                clusters: { {{Name}}: { bootstrap.servers: '{{cluster.BootstrapServers}}', manage: false } }
                profiles: { java: { client: java, warm.up: 0s, transaction.every: 2s } }
                loads: { steady: { rate: 50/s, size: 1KiB } }
                """,
                Path.GetTempPath(),
                static _ => null);
            Assert.Empty(faults.Errors);
            using var prober = new Prober(plan!, "one", told.Enqueue, buildClient: ModelClients.Build);
            await prober.StartAsync(TestContext.Current.CancellationToken);
            await cluster.Admin.UntilAsync(
                () => Task.FromResult(recorded.Of("kafka.sli.transaction.duration").Count(m => m["kafka.sli.outcome"] == "failed") >= 2), $"too few transactions fail: {string.Join(" | ", told)}");
            await prober.StopAsync();

            Assert.DoesNotContain(told, l => l.Contains("of its client", StringComparison.Ordinal));
            Assert.Equal(0, recorded.Of("kafka.sli.probe.client.faults").Sum(m => m.Value));
            Assert.Empty(recorded.Of("kafka.sli.probe.client.renewals"));
            Assert.Contains(told, l => l.StartsWith("stop: sends flushed", StringComparison.Ordinal));
            Assert.All(recorded.Of("kafka.sli.produce.duration"), m => Assert.Equal("failed", m["kafka.sli.outcome"]));
            Assert.InRange(recorded.Of("kafka.sli.produce.duration").Count, 150, 2000);
        }
        finally
        {
            await cluster.Admin.DeleteTopicAsync(Topic);
        }
    }
}
