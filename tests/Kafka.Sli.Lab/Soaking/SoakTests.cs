using System.Globalization;
using Kafka.Sli.Lab.Brokers;
using Kafka.Sli.Lab.Observing;
using Kafka.Sli.Lab.Report;
using Kafka.Sli.Probe.Ledger;

namespace Kafka.Sli.Lab.Soaking;

/// <summary>A probe that lives on through one fault after the other.</summary>
[Collection(nameof(OneCluster))]
public sealed class SoakTests : IDisposable
{
    /// <summary>Of each of the two cells.</summary>
    private const int Rate = 1_000;

    /// <summary>More than the noise of a garbage collector, less than a leak of a byte a message.</summary>
    private const double Flat = 0.15;

    private static readonly TimeSpan LongestSend = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private static readonly int Minutes = int.Parse(Environment.GetEnvironmentVariable("LAB_SOAK_MINUTES") ?? "10", CultureInfo.InvariantCulture);

    private readonly SharedCluster _shared;
    private readonly string _plan = Path.GetTempFileName();

    public SoakTests(SharedCluster shared) => _shared = shared;

    public void Dispose() => File.Delete(_plan);

    [Fact(Explicit = true)]
    public async Task Through_a_fault_each_minute_memory_and_handles_stay_and_every_message_is_accounted_for()
    {
        var cluster = await _shared.StartAsync();
        string[] topics = ["kafka-sli-probe.soak.classic.steady", "kafka-sli-probe.soak.kip-848.steady"];
        var placements = Placements.Of(cluster);
        foreach (var topic in topics)
        {
            await cluster.Admin.CreateTopicAsync(topic, placements, ("min.insync.replicas", "2"));
        }

        await File.WriteAllTextAsync(_plan, $$"""
            clusters: { soak: { bootstrap.servers: '{{cluster.BootstrapServers}}', manage: false } }
            profiles:
              classic: { producer: { acks: all, enable.idempotence: true, linger.ms: 5, message.timeout.ms: {{LongestSend.TotalMilliseconds}} } }
              kip-848: { producer: { acks: all, linger.ms: 5, message.timeout.ms: {{LongestSend.TotalMilliseconds}} }, consumer: { group.protocol: consumer } }
            loads: { steady: { rate: {{Rate}}/s, size: 200B } }
            objectives: [ "produce: 99% < 1s as prompt", "delivery: 99% < 1s as fresh" ]
            """, TestContext.Current.CancellationToken);
        await using var probe = await ScrapedProbe.StartAsync(_plan, "soaked");
        using var killed = cluster.Guard.Promise($"kill -KILL {probe.Id}");
        var samples = new List<ProcessSample>();
        for (var minute = 1; minute <= Minutes; minute++)
        {
            var (name, fault) = await NextAsync(cluster, minute);
            var faulting = fault();
            samples.AddRange(await SampleAsync(probe, minute, name));
            await faulting;
        }

        Assert.True(await probe.TerminateAsync() is 0 or 1, probe.Errors);
        var logs = topics.Select(t => WholeLog.Read(cluster.BootstrapServers, t, placements.Length)).ToArray();
        Assert.Equal(logs.Sum(l => l.LastNumbers.Values.Sum()), Sum(LedgerVerdict.Delivered, LedgerVerdict.Lost, LedgerVerdict.Failed, LedgerVerdict.Unknown));
        Assert.Equal(logs.Sum(l => l.Distinct), Sum(LedgerVerdict.Delivered));
        Assert.Equal(logs.Sum(l => l.Copies), Sum(LedgerVerdict.Duplicate));
        Assert.Equal(0, Sum(LedgerVerdict.Lost));
        StaysFlat(samples, s => s.Resident);
        StaysFlat(samples, s => s.Handles);
        await cluster.Admin.DeleteTopicAsync(topics);

        long Sum(params LedgerVerdict[] verdicts) => verdicts.Sum(v => probe.Counts.GetValueOrDefault(v));
    }

    /// <summary>Each broker in turn, each kind of fault in turn; the cluster is whole again before the minute is over.</summary>
    private static async Task<(string Name, Func<Task> Make)> NextAsync(KafkaCluster cluster, int minute)
    {
        var broker = cluster[1 + (minute % cluster.Brokers.Count)];
        return (minute % 4) switch
        {
            1 => ("killed", async () =>
            {
                await broker.KillAsync();
                await cluster.Admin.UntilFencedAsync(broker.Id);
                await cluster.HealAsync();
            }
            ),
            2 => ("hanging for 5 s", async () =>
            {
                broker.Pause();
                await Task.Delay(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
                broker.Resume();
                await cluster.HealAsync();
            }
            ),
            3 => ("stopped in order", async () =>
            {
                await broker.StopAsync();
                await cluster.HealAsync();
            }
            ),
            _ when await cluster.ActiveControllerAsync() is var controller => ("controller killed", async () =>
            {
                await controller.KillAsync();
                await cluster.Admin.UntilFencedAsync(controller.Id);
                await cluster.HealAsync();
            }
            ),
            _ => throw new InvalidOperationException("no controller is at work"),
        };
    }

    private static async Task<IReadOnlyList<ProcessSample>> SampleAsync(ScrapedProbe probe, int minute, string fault)
    {
        var before = ProcessSample.Of(probe).Bad;
        var samples = new List<ProcessSample>();
        for (var since = System.Diagnostics.Stopwatch.StartNew(); since.Elapsed < Minute;)
        {
            await Task.Delay(Pause, TestContext.Current.CancellationToken);
            samples.Add(ProcessSample.Of(probe));
        }

        LabReport.Soak.Add([
            minute.ToString(CultureInfo.InvariantCulture), fault, Figure.Count((long)(samples[^1].Bad - before)), Figure.Seconds(samples.Max(s => s.Oldest)),
            Figure.Count((long)(Median(samples, s => s.Resident) / 1e6)), Figure.Count((long)Median(samples, s => s.Handles))]);
        return samples;
    }

    /// <summary>The last third of the run against its second: in the first one code is compiled, and pools are filled.</summary>
    private static void StaysFlat(List<ProcessSample> samples, Func<ProcessSample, double> of)
    {
        var third = samples.Count / 3;
        Assert.InRange(Median(samples[(2 * third)..], of), 0, Median(samples[third..(2 * third)], of) * (1 + Flat));
    }

    private static double Median(IEnumerable<ProcessSample> samples, Func<ProcessSample, double> of) => Percentile.Of([.. samples.Select(of)], 50);
}
