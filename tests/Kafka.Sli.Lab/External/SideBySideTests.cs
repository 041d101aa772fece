using Kafka.Sli.Lab.Brokers;
using Kafka.Sli.Lab.Report;
using Kafka.Sli.Probe.Commands;
using Kafka.Sli.Probe.Comparing;
using Kafka.Sli.Probe.External;
using Kafka.Sli.Probe.Plan;
using Kafka.Sli.Probe.Probing;

namespace Kafka.Sli.Lab.External;

/// <summary>librdkafka and the Java client on one cluster at the same time, through what a cluster does to its clients.</summary>
[Collection(nameof(OneCluster))]
public sealed class SideBySideTests
{
    private static readonly string[] Profiles = ["librdkafka", "java"];

    private readonly SharedCluster _shared;

    public SideBySideTests(SharedCluster shared) => _shared = shared;

    [Theory]
    [InlineData("short", 12, 1)]
    [InlineData("long", 30, 3, Explicit = true)]
    public async Task Both_are_measured_by_the_same_rules_through_the_same_moments(string name, int seconds, int repetitions)
    {
        Assert.SkipWhen(ObservedLibs.WhyNot is not null, ObservedLibs.WhyNot ?? "");
        var cluster = await _shared.StartAsync();
        foreach (var profile in Profiles)
        {
            await cluster.Admin.CreateTopicAsync(Topic(name, profile), Placements.Of(cluster), ("min.insync.replicas", "2"));
        }

        var plan = Plan(cluster, name);
        var settings = new ComparisonSettings { Length = TimeSpan.FromSeconds(seconds), Repetitions = repetitions, WarmUp = TimeSpan.FromSeconds(10), Phases = [ComparisonPhase.Steady, .. Faults(cluster, plan)] };
        var result = await new Comparison(plan, settings, ModelClients.Build, TestContext.Current.SendDiagnosticMessage).RunAsync(TestContext.Current.CancellationToken);

        // One time is no comparison.
        foreach (var row in result.Rows.Where(_ => repetitions > 1))
        {
            foreach (var figures in CompareTable.Rows(row))
            {
                LabReport.SideBySide.Add([row.Phase, row.Cell.Split('/')[1], .. figures.Skip(1).Select(f => f.Spread.Length == 0 ? f.Figure : $"{f.Figure} ({f.Spread})")]);
            }
        }

        Assert.True(result.IsComplete);
        Assert.Empty(result.Notes);
        Assert.Equal(4 * Profiles.Length, result.Rows.Count);
        Assert.All(result.Rows.SelectMany(r => r.Repetitions), r => Assert.InRange(r.Produce.Count, 90 * seconds, 200 * seconds));
        Assert.All(result.Rows.SelectMany(r => r.Repetitions), r => Assert.Equal((0, 0), (r.Produce.Unfinished, r.Delivery.Unfinished)));
        foreach (var row in result.Rows.Where(r => r.Phase is "leader killed" or "broker hanging"))
        {
            // Nobody writes to a partition whose leader is gone before its session is over.
            Assert.All(row.Repetitions, r => Assert.InRange(r.Outage ?? 0, 2, 60));
            Assert.All(row.Repetitions, r => Assert.True(r.Bad > 50));
        }

        // Who reads is no matter of who sends.
        Assert.All(result.Rows.Where(r => r.Phase == "cooperative rebalance").SelectMany(r => r.Repetitions), r => Assert.InRange(r.Bad, 0, r.Produce.Count / 10));
        foreach (var profile in Profiles)
        {
            await cluster.Admin.DeleteTopicAsync(Topic(name, profile));
        }
    }

    private static IEnumerable<ComparisonPhase> Faults(KafkaCluster cluster, ProbePlan plan)
    {
        yield return new("leader killed", (_, _) => cluster[1].KillAsync(), (_, _) => cluster.HealAsync());
        yield return new(
            "broker hanging",
            (_, _) =>
            {
                cluster[2].Pause();
                return Task.CompletedTask;
            },
            async (_, _) =>
            {
                cluster[2].Resume();
                await cluster.HealAsync();
            });
        Prober? second = null;
        yield return new(
            "cooperative rebalance",
            async (probe, stop) =>
            {
                second = new Prober(ComparedPlan.Of(plan), "second", static _ => { }, buildClient: probe.BuildPeer);
                await second.StartAsync(stop);
            },
            async (_, _) =>
            {
                await second!.StopAsync();
                second.Dispose();
            });
    }

    private static string Topic(string name, string profile) => $"kafka-sli-probe.side-by-side-{name}.{profile}.steady{ComparedPlan.Suffix}";

    private static ProbePlan Plan(KafkaCluster cluster, string name)
    {
        var (plan, faults) = PlanFile.Parse(
            $$"""
            clusters: { side-by-side-{{name}}: { bootstrap.servers: '{{cluster.BootstrapServers}}', manage: false } }
            profiles:
              librdkafka: { producer: { acks: all }, consumer: { partition.assignment.strategy: cooperative-sticky } }
              java: { client: java, producer: { acks: all }, consumer: { partition.assignment.strategy: org.apache.kafka.clients.consumer.CooperativeStickyAssignor } }
            loads: { steady: { rate: 100/s, size: 200B } }
            objectives: [ "produce: 99% < 1s over 1h", "delivery: 99% < 1s over 1h" ]
            """,
            Path.GetTempPath(),
            static _ => null);
        Assert.Empty(faults.Errors.Select(f => f.In("plan")));
        return plan!;
    }
}
