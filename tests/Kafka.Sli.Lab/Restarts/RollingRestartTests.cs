using Kafka.Sli.Lab.Brokers;
using Kafka.Sli.Probe.Ledger;

namespace Kafka.Sli.Lab.Restarts;

/// <summary>A new version of everything, brokers and probe, rolled out in one night.</summary>
[Collection(nameof(OneCluster))]
public sealed class RollingRestartTests : IDisposable
{
    private const int Rate = 100;

    private static readonly TimeSpan LongestSend = TimeSpan.FromSeconds(60);

    private readonly SharedCluster _shared;
    private readonly string _plan = Path.GetTempFileName();

    public RollingRestartTests(SharedCluster shared) => _shared = shared;

    public void Dispose() => File.Delete(_plan);

    [Theory]
    [InlineData(1)]
    [InlineData(3, Explicit = true)]
    public async Task Brokers_and_instances_restarted_at_the_same_time_lose_nothing_and_every_message_is_accounted_for(int rounds)
    {
        var cluster = await _shared.StartAsync();
        var name = $"rolling-{rounds}";
        var topic = $"kafka-sli-probe.{name}.default.default";
        int[][] placements = [.. Placements.Of(cluster), .. Placements.Of(cluster)];
        await cluster.Admin.CreateTopicAsync(topic, placements, ("min.insync.replicas", "2"));
        await File.WriteAllTextAsync(_plan, $$"""
            clusters: { {{name}}: { bootstrap.servers: '{{cluster.BootstrapServers}}', manage: false } }
            profiles: { default: { producer: { acks: all, message.timeout.ms: {{LongestSend.TotalMilliseconds}} } } }
            loads: { default: { rate: {{Rate}}/s, size: 50B } }
            """, TestContext.Current.CancellationToken);
        await using var fleet = await ProbeFleet.StartAsync(_plan, probe => cluster.Guard.Promise($"kill -KILL {probe.Id}"));
        try
        {
            for (var i = 0; i < rounds * fleet.Size; i++)
            {
                await Task.WhenAll(RestartAsync(cluster, cluster.Brokers[i % cluster.Brokers.Count]), fleet.RestartAsync(i % fleet.Size));
            }

            await fleet.EndAsync(IsAllCommitted);
        }
        finally
        {
            await cluster.HealAsync();
        }

        var log = await Task.Run(ReadLog, TestContext.Current.CancellationToken);
        FleetAccount.IsExact(fleet, log, "brokers and instances, SIGTERM", rounds, LedgerSpans.For(LongestSend, TimeSpan.FromSeconds((double)placements.Length / Rate)));
        await cluster.Admin.DeleteTopicAsync(topic);

        WholeLog ReadLog() => WholeLog.Read(cluster.BootstrapServers, topic, placements.Length);

        Func<bool> IsAllCommitted()
        {
            var before = ReadLog();
            return () => before.IsCommitted(cluster.BootstrapServers, $"{topic}-group");
        }
    }

    /// <summary>In order, and the next one not before it is in sync again: with two of three there is no room for a second that is missing.</summary>
    private static async Task RestartAsync(KafkaCluster cluster, Broker broker)
    {
        await broker.StopAsync();
        await cluster.HealAsync();
    }
}
