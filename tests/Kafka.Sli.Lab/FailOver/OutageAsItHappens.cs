using System.Globalization;
using Kafka.Sli.Lab.Brokers;
using Kafka.Sli.Lab.Report;

namespace Kafka.Sli.Lab.FailOver;

/// <summary>What an SRE sees while a broker is dead, and not when it is over.</summary>
internal static class OutageAsItHappens
{
    private const string Name = "as-it-happens";
    private const string PeersTopic = "as-it-happens-peer";

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    /// <summary>Kills a broker, and sees that bad events, the oldest in flight and the budget move in each second until its partitions are led again.</summary>
    public static async Task KillAndReadEachSecondAsync(KafkaCluster cluster, string session)
    {
        await cluster.Admin.CreateTopicAsync(PeersTopic, Placements.Of(cluster));
        await using var probe = await ObservedProbe.StartAsync(cluster, Name, profiles: "idempotent");
        var (peer, log) = cluster.StartTool(
            "org.apache.kafka.tools.ProducerPerformance", "--topic", PeersTopic, "--num-records", "100000", "--record-size", "200", "--throughput", $"{ObservedProbe.Rate}", "--reporting-interval", "1000", "--command-property", $"bootstrap.servers={cluster.BootstrapServers}");
        using var ended = peer;
        await cluster.Admin.UntilAsync(() => Task.FromResult(Lines(log).Length >= 3), "the peer does not report");

        var readings = new List<Reading>();
        try
        {
            await cluster[1].KillAsync();
            var killed = System.Diagnostics.Stopwatch.StartNew();
            var well = probe.UntilWellAsync();
            for (var second = 1; !well.IsCompleted || readings.Count < 3; second++)
            {
                var wait = (second * Second) - killed.Elapsed;
                await Task.Delay(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, TestContext.Current.CancellationToken);
                readings.Add(Read(probe, log));
            }

            await well;
        }
        finally
        {
            await cluster.HealAsync();
        }

        await probe.StopAsync();
        await cluster.Admin.DeleteTopicAsync(PeersTopic);
        Report(session, readings);

        // From the second before the first deadline passes to the last one in which a message was late.
        var before = Math.Max(0, readings.FindIndex(r => r.Oldest > ObservedProbe.Threshold) - 1);
        var during = readings.Skip(before).TakeWhile((r, i) => i == 0 || r.Oldest > ObservedProbe.Threshold).ToArray();
        Assert.InRange(during.Length, 2, int.MaxValue);
        Assert.True(during[1].Budget < during[0].Budget, $"the budget was {during[0].Budget}, and is {during[1].Budget}");
        Assert.All(during.Zip(during.Skip(1)), pair =>
        {
            Assert.True(pair.Second.Bad > pair.First.Bad, $"bad stands still at {pair.First.Bad}");
            Assert.True(pair.Second.Oldest > pair.First.Oldest, $"the oldest in flight is {pair.Second.Oldest} s after {pair.First.Oldest} s");

            // Down, until partitions that are led again add more good events than those that are not add bad ones.
            Assert.True(!pair.Second.Budget.Equals(pair.First.Budget), $"the budget stands still at {pair.First.Budget}");
        });
    }

    private static Reading Read(ObservedProbe probe, string log) => new(
        probe.Recorded.Events("prompt", $"{Name}/idempotent/steady").Bad,
        probe.Recorded.Observe("kafka.sli.produce.oldest_in_flight").Max(m => m.Value),
        probe.Recorded.Observe("kafka.sli.error_budget.remaining").Single(m => m["kafka.sli.objective"] == "prompt").Value,
        Lines(log));

    private static string[] Lines(string log) => File.Exists(log) ? [.. File.ReadAllLines(log).Where(l => l.Contains("records sent", StringComparison.Ordinal))] : [];

    private static void Report(string session, List<Reading> readings)
    {
        var before = readings[0].Peer.Length;
        foreach (var (i, reading) in readings.Index())
        {
            var printed = i == 0 ? [] : reading.Peer[before..];
            before = reading.Peer.Length;
            LabReport.AsItHappens.Add([
                session, (i + 1).ToString(CultureInfo.InvariantCulture), Figure.Count(reading.Bad), Figure.Seconds(reading.Oldest), Figure.Percent(reading.Budget), printed is [] ? "-" : string.Join("; ", printed.Select(Short))]);
        }
    }

    /// <summary>Of "102 records sent, 101.9 records/sec (0.02 MB/sec), 1.1 ms avg latency, 8.0 ms max latency." what tells of the outage.</summary>
    private static string Short(string line) => string.Join(", ", line.TrimEnd('.').Split(", ").Where(p => p.Contains("sent", StringComparison.Ordinal) || p.Contains("max", StringComparison.Ordinal)));

    private sealed record Reading(long Bad, double Oldest, double Budget, string[] Peer);
}
