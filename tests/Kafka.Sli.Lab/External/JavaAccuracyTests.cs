using Kafka.Sli.Lab.Brokers;
using Kafka.Sli.Lab.FailOver;
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

    private static readonly TimeSpan Length = TimeSpan.FromSeconds(20);

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
        CellObserver? cell = null;
        using var delays = new OwnDelays();
        using (var prober = new Prober(Plan(cluster, libs), "one", static _ => { }, buildClient: (bootstrap, plan, stream, surroundings, events) =>
            ModelClients.Build(bootstrap, plan, stream, surroundings, cell = new CellObserver(events, stream))))
        {
            await prober.StartAsync(TestContext.Current.CancellationToken);
            await Task.Delay(Length, TestContext.Current.CancellationToken);
            await prober.StopAsync();
        }

        // What was due when is the schedule's, and the records that close a stream are left out: the observer does not look at them.
        var due = cell!.Messages.ToDictionary(m => (m.Partition, m.Number), m => m.Due);
        var seen = libs.Read().All;
        Assert.Equal(due.Count, seen.Count);
        Assert.All(seen, m => Assert.True(m.Sent >= due[(m.Partition, m.Number)]));
        Agree("produce", [.. seen.Select(m => Seconds(m, m.Acknowledged))], "kafka.sli.produce.duration", more: 0);
        Agree("delivery", [.. seen.Select(m => Seconds(m, m.Consumed))], "kafka.sli.delivery.duration", more: cluster.Brokers.Count);
        await cluster.Admin.DeleteTopicAsync(Topic);

        double Seconds(ObservedMessage message, long? at) => (at!.Value - due[(message.Partition, message.Number)]) / 1e9;

        void Agree(string indicator, IReadOnlyCollection<double> observed, string instrument, int more)
        {
            double[] told = [.. recorded.Of(instrument).Select(m => m.Value)];
            LabReport.Accuracy.Add([indicator, "Java client, 500 a second", Figure.Count(observed.Count), .. new double[] { 50, 99, 100 }.SelectMany(p => new[] { Figure.Milliseconds(Percentile.Of(observed, p)), Figure.Milliseconds(Percentile.Of(told, p)) })]);
            Assert.InRange(observed.Count, 5000, int.MaxValue);
            Assert.Equal(observed.Count + more, told.Length);
            Assert.All([50d, 99d, 100d], percent =>
            {
                var truth = Percentile.Of(observed, percent);
                var allowed = Math.Max(Absolute, truth * Relative);

                // The probe's own look at the clock comes after the observer's, and a busy machine may take its turn between the two.
                Assert.InRange(Percentile.Of(told, percent) - truth, -allowed, allowed + delays.OfThread(percent));
            });
        }
    }

    /// <summary>All of it is compared, the cold start too.</summary>
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
