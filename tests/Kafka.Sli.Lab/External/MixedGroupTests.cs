using Kafka.Sli.Lab.Brokers;
using Kafka.Sli.Lab.Restarts;
using Kafka.Sli.Probe.Ledger;

namespace Kafka.Sli.Lab.External;

/// <summary>One group whose members are clients of two implementations.</summary>
[Collection(nameof(OneCluster))]
public sealed class MixedGroupTests : IDisposable
{
    private const int Rate = 100;
    private const int Rounds = 2;

    private static readonly TimeSpan LongestSend = TimeSpan.FromSeconds(30);

    private readonly SharedCluster _shared;
    private readonly string[] _plans = [Path.GetTempFileName(), Path.GetTempFileName()];

    public MixedGroupTests(SharedCluster shared) => _shared = shared;

    public void Dispose() => Array.ForEach(_plans, File.Delete);

    [Theory]
    [InlineData("eager", "range", "org.apache.kafka.clients.consumer.RangeAssignor")]
    [InlineData("cooperative", "cooperative-sticky", "org.apache.kafka.clients.consumer.CooperativeStickyAssignor")]
    public async Task One_takes_partitions_over_from_the_other_and_every_message_is_accounted_for(string name, string librdkafka, string java)
    {
        var cluster = await _shared.StartAsync();
        var topic = $"kafka-sli-probe.mixed-{name}.default.default";
        int[][] placements = [.. Placements.Of(cluster), .. Placements.Of(cluster)];
        await cluster.Admin.CreateTopicAsync(topic, placements, ("min.insync.replicas", "2"));
        await WritePlanAsync(_plans[0], cluster, name, $"producer: {{ acks: all, message.timeout.ms: {LongestSend.TotalMilliseconds} }}, consumer: {{ partition.assignment.strategy: {librdkafka} }}");
        await WritePlanAsync(_plans[1], cluster, name, $"client: java, producer: {{ acks: all, delivery.timeout.ms: {LongestSend.TotalMilliseconds}, request.timeout.ms: 10000 }}, consumer: {{ partition.assignment.strategy: {java} }}");
        await using var fleet = await ProbeFleet.StartAsync(_plans, probe => cluster.Guard.Promise($"kill -KILL {probe.Id}"));
        for (var i = 0; i < Rounds * fleet.Size; i++)
        {
            await fleet.RestartAsync(i % fleet.Size);
        }

        await fleet.EndAsync(IsAllCommitted);
        var log = await Task.Run(ReadLog, TestContext.Current.CancellationToken);
        Assert.Equal(fleet.Size * (Rounds + 1), log.Closed.Count);
        FleetAccount.IsExact(fleet, log, $"librdkafka and Java in one group, {name}, SIGTERM", Rounds, LedgerSpans.For(LongestSend, TimeSpan.FromSeconds((double)placements.Length / Rate)));

        // Each had some of it: not one of them did all the work while the other looked on.
        Assert.All(fleet.Ended.Where(p => p != fleet.Ended[^1]), probe => Assert.True(probe.Counts.Values.Sum() > 0, probe.Errors));
        await cluster.Admin.DeleteTopicAsync(topic);

        WholeLog ReadLog() => WholeLog.Read(cluster.BootstrapServers, topic, placements.Length);

        Func<bool> IsAllCommitted()
        {
            var before = ReadLog();
            return () => before.IsCommitted(cluster.BootstrapServers, $"{topic}-group");
        }
    }

    private static Task WritePlanAsync(string file, KafkaCluster cluster, string name, string profile) => File.WriteAllTextAsync(file, $$"""
        clusters: { mixed-{{name}}: { bootstrap.servers: '{{cluster.BootstrapServers}}', manage: false } }
        profiles: { default: { {{profile}} } }
        loads: { default: { rate: {{Rate}}/s, size: 50B } }
        """, TestContext.Current.CancellationToken);
}
