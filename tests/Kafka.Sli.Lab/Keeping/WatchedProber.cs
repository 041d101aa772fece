using System.Collections.Concurrent;
using System.Diagnostics;
using Kafka.Sli.Lab.Brokers;
using Kafka.Sli.Lab.FailOver;
using Kafka.Sli.Lab.Observing;
using Kafka.Sli.Lab.Security;
using Kafka.Sli.Probe.Plan;
using Kafka.Sli.Probe.Probing;

namespace Kafka.Sli.Lab.Keeping;

/// <summary>A probe in this process, and what it said, and when.</summary>
internal sealed class WatchedProber : IAsyncDisposable
{
    /// <summary>How often it looks at its topic.</summary>
    public static readonly TimeSpan Round = TimeSpan.FromSeconds(5);

    private readonly KafkaCluster _cluster;
    private readonly ConcurrentQueue<(string Line, long At)> _lines = new();
    private readonly Prober _prober;
    private CellObserver? _observer;

    private WatchedProber(KafkaCluster cluster, string prefix, ProbePlan plan)
    {
        _cluster = cluster;
        Topic = SecuredProbe.Topic(prefix);
        Recorded = new Recorded(Cell);
        _prober = new Prober(plan, "one", line => _lines.Enqueue((line, Stopwatch.GetTimestamp())), buildClient: (bootstrap, cell, stream, surroundings, events) =>
            LibrdkafkaClient.Build(bootstrap, cell, stream, surroundings, _observer = new CellObserver(events, stream)));
    }

    public static string Cell => "main/default/steady";

    public string Topic { get; }

    public Recorded Recorded { get; }

    public IEnumerable<string> Lines => _lines.Select(l => l.Line);

    public static async Task<WatchedProber> StartAsync(KafkaCluster cluster, string prefix, Dictionary<string, string> properties)
    {
        // Sends that are in flight to a broker that is gone are tried elsewhere soon, and a group without its coordinator finds another one.
        var (plan, faults) = PlanFile.Parse(
            $$"""
            clusters:
              main:
            {{string.Join('\n', properties.Select(p => $"    {p.Key}: '{p.Value}'"))}}
                topic.prefix: {{prefix}}
                reconnect.backoff.max.ms: 500
            loads:
              steady: { rate: 50/s, size: 100B }
            """,
            Path.GetTempPath(),
            static _ => null);
        Assert.Empty(faults.Errors);
        var watched = new WatchedProber(cluster, prefix, plan!);
        await watched._prober.StartAsync(TestContext.Current.CancellationToken);
        return watched;
    }

    /// <returns>How long after a moment it said something that contains a text, in seconds.</returns>
    public async Task<double> SaysAsync(string text, long since)
    {
        await _cluster.Admin.UntilAsync(() => Task.FromResult(_lines.Any(l => l.Line.Contains(text, StringComparison.Ordinal))), $"it does not say: {text}, but: {string.Join(" | ", Lines)}");
        return Stopwatch.GetElapsedTime(since, _lines.First(l => l.Line.Contains(text, StringComparison.Ordinal)).At).TotalSeconds;
    }

    /// <summary>How many of its sends a broker has acknowledged, as the probe itself counts them.</summary>
    public int SentTo(int broker) => Recorded.Of("kafka.sli.probe.broker.produce.duration").Count(m => m["kafka.broker.id"] == broker.ToString(System.Globalization.CultureInfo.InvariantCulture) && m["kafka.sli.outcome"] is null);

    /// <summary>Whether anything that it sent to a partition was read.</summary>
    public bool IsReading(int partition) => _observer!.Messages.Any(m => m.Partition == partition && m.IsRead);

    public async ValueTask DisposeAsync()
    {
        await _prober.StopAsync();
        _prober.Dispose();
        Recorded.Dispose();
        await new Leftover(_cluster, Topic).DisposeAsync();
    }
}
