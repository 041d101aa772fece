using Kafka.Sli.Lab.Brokers;
using Kafka.Sli.Lab.Observing;
using Kafka.Sli.Lab.Report;
using Kafka.Sli.Probe.External;
using Kafka.Sli.Probe.Plan;
using Kafka.Sli.Probe.Probing;

namespace Kafka.Sli.Lab.External;

/// <summary>What an observer inside the Java client's own process saw, and what the probe recorded of the same messages in another.</summary>
[Collection(nameof(OneCluster))]
public sealed class JavaAccuracyTests
{
    private const string Name = "java-accuracy";
    private const string Topic = $"kafka-sli-probe.{Name}.java.steady";
    private const double Absolute = 0.001;
    private const double Relative = 0.01;

    private static readonly TimeSpan Length = TimeSpan.FromSeconds(25);
    private static readonly TimeSpan Warm = TimeSpan.FromSeconds(10);

    private readonly SharedCluster _shared;

    public JavaAccuracyTests(SharedCluster shared) => _shared = shared;

    [Fact]
    public async Task Produce_and_delivery_agree_within_a_millisecond_or_a_hundredth()
    {
        Assert.SkipWhen(ObservedLibs.WhyNot is not null, ObservedLibs.WhyNot ?? "");
        var cluster = await _shared.StartAsync();
        using var libs = ObservedLibs.Build();
        using var recorded = new Recorded($"{Name}/");
        await cluster.Admin.CreateTopicAsync(Topic, Placements.Of(cluster), ("min.insync.replicas", "2"));
        using var delays = new OwnDelays();
        ClientsWord? word = null;
        using (var prober = new Prober(Plan(cluster, libs), "one", static _ => { }, buildClient: (bootstrap, plan, stream, surroundings, events) =>
            ModelClients.Build(bootstrap, plan, stream, surroundings, word = new ClientsWord(events, stream))))
        {
            await prober.StartAsync(TestContext.Current.CancellationToken);
            await Task.Delay(Length, TestContext.Current.CancellationToken);
            await prober.StopAsync();
        }

        // What was due when is the schedule's; the records that close a stream are left out, for the observer does not look at them.
        var seen = libs.Read().All;
        Assert.Equal(word!.Due.Count, seen.Count);
        Assert.All(seen, m => Assert.True(m.Sent >= word.Due[(m.Partition, m.Number)]));
        Agree("produce", m => m.Acknowledged, word.Settlings, "kafka.sli.produce.duration", more: 0);
        Agree("delivery", m => m.Consumed, word.Reads, "kafka.sli.delivery.duration", more: cluster.Brokers.Count);
        await cluster.Admin.DeleteTopicAsync(Topic);

        void Agree(string indicator, Func<ObservedMessage, long?> observed, IReadOnlyDictionary<(int, long), long> told, string instrument, int more)
        {
            Assert.InRange(seen.Count, 5000, int.MaxValue);

            // What is recorded is what the client said, of all messages.
            double[] all = [.. recorded.Of(instrument).Select(m => m.Value)];
            Assert.Equal(seen.Count + more, all.Length);
            Assert.Equal(Percentile.Of([.. told.Select(t => Seconds(word!.Due[t.Key], t.Value))], 100), Percentile.Of(all, 100), tolerance: 0.0001);

            // Warm, each message's own time is the observer's, but for the turns that a busy machine takes between two looks at one clock.
            var warm = seen.Where(m => m.Sent >= seen.Min(s => s.Sent) + ((long)Warm.TotalSeconds * 1_000_000_000)).ToArray();
            double[] truth = [.. warm.Select(m => Seconds(word!.Due[(m.Partition, m.Number)], observed(m)!.Value))];
            double[] ours = [.. warm.Select(m => Seconds(word!.Due[(m.Partition, m.Number)], told[(m.Partition, m.Number)]))];
            LabReport.Accuracy.Add([indicator, "Java client, 500 a second, warm", Figure.Count(warm.Length), .. new double[] { 50, 99, 100 }.SelectMany(p => new[] { Figure.Milliseconds(Percentile.Of(truth, p)), Figure.Milliseconds(Percentile.Of(ours, p)) })]);
            double[] differences = [.. ours.Zip(truth, (o, t) => o - t)];
            Assert.All(differences, d => Assert.True(d >= 0));
            Assert.InRange(Percentile.Of(differences, 50), 0, Math.Max(Absolute, Percentile.Of(truth, 50) * Relative));
            Assert.InRange(Percentile.Of(differences, 99), 0, Math.Max(Absolute, Percentile.Of(truth, 99) * Relative) + delays.OfThread(99));
        }

        static double Seconds(long from, long to) => (to - from) / 1e9;
    }

    /// <summary>All of it is recorded, the cold start too.</summary>
    private static ProbePlan Plan(KafkaCluster cluster, ObservedLibs libs)
    {
        var (plan, faults) = PlanFile.Parse(
            $$"""
            clusters: { {{Name}}: { bootstrap.servers: '{{cluster.BootstrapServers}}', manage: false } }
            profiles:
              java: { client: java, libs: '{{libs.Libs}}', warm.up: 0s, producer: { acks: all, interceptor.classes: {{ObservedLibs.Interceptor}} }, consumer: { interceptor.classes: {{ObservedLibs.Interceptor}} } }
            loads: { steady: { rate: 500/s, size: 200B } }
            """,
            Path.GetTempPath(),
            static _ => null);
        Assert.Empty(faults.Errors.Select(f => f.In("plan")));
        return plan!;
    }
}
