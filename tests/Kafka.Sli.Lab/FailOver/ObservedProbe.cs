using System.Collections.Concurrent;
using System.Diagnostics;
using Kafka.Sli.Lab.Brokers;
using Kafka.Sli.Lab.External;
using Kafka.Sli.Lab.Observing;
using Kafka.Sli.Probe;
using Kafka.Sli.Probe.External;
using Kafka.Sli.Probe.Plan;
using Kafka.Sli.Probe.Probing;

namespace Kafka.Sli.Lab.FailOver;

/// <summary>A plan at work in this process, with an observer at each of its cells.</summary>
internal sealed class ObservedProbe : IAsyncDisposable
{
    /// <summary>Longer than that, in seconds, a send is bad.</summary>
    public const double Threshold = 1;

    /// <summary>Messages a second of each cell.</summary>
    public const double Rate = 100;

    /// <summary>A bound for what never comes, not for what is slow.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    /// <summary>The profile of a service that sends again what it has no answer to, whether it was written or not.</summary>
    public const string AtLeastOnce = "at-least-once";

    /// <summary>Apache Kafka's own client, in a process of its own, as it is by default.</summary>
    public const string Java = "java";

    /// <summary>What is common among services: a send that must not be lost, one that is cheap, and the members of three kinds of groups.</summary>
    private static readonly Dictionary<string, string> Profiles = new()
    {
        ["idempotent"] = "{ producer: { acks: all, enable.idempotence: true }, consumer: { partition.assignment.strategy: range } }",
        ["leader-only"] = "{ producer: { acks: 1 }, consumer: { partition.assignment.strategy: cooperative-sticky } }",
        ["kip-848"] = "{ producer: { acks: all }, consumer: { group.protocol: consumer } }",
        [Java] = "{ client: java, warm.up: 0s, producer: { acks: all } }",
        [AtLeastOnce] = "{ producer: { acks: all, enable.idempotence: false, socket.timeout.ms: 1000 } }",
    };

    private readonly KafkaCluster _cluster;
    private readonly string _name;
    private readonly Func<Prober> _build;
    private Prober _prober;
    private readonly ConcurrentDictionary<string, CellObserver> _observers = new();
    private readonly int _partitions;
    private IReadOnlyList<Cell> _cells = [];

    private ObservedProbe(KafkaCluster cluster, string name, ProbePlan plan, int partitions, NetworkNamespace? network)
    {
        (_cluster, _name, _partitions) = (cluster, name, partitions);
        Recorded = new Recorded($"{name}/");
        _build = () => new Prober(plan, "observed", line => Lines.Enqueue(line), buildClient: (bootstrap, cell, stream, surroundings, events) =>
            NetworkNamespace.Run(network, () => ModelClients.Build(bootstrap, cell, stream, surroundings, _observers[cell.Name] = new CellObserver(events, stream))));
        _prober = _build();
    }

    public Recorded Recorded { get; }

    /// <summary>What the probe told whoever watches it.</summary>
    public ConcurrentQueue<string> Lines { get; } = new();

    public IReadOnlyDictionary<string, CellObserver> Observers => _observers;

    /// <summary>From one message of a cell to its next one in the same partition, in seconds.</summary>
    public double Interval => _partitions / Rate;

    /// <param name="cluster">On which it is measured; each of its brokers leads a partition.</param>
    /// <param name="name">Of the cluster in the plan: no two runs may have one in common, for a group remembers what it read.</param>
    /// <param name="network">Where its clients are, when not on the machine's own network.</param>
    /// <param name="placements">Of the partitions; <see langword="null"/> for all brokers in turn. With fewer than three replicas each, whoever is left may lead, whatever it has.</param>
    /// <param name="profiles">Which ones; those that do no harm when none is named.</param>
    public static async Task<ObservedProbe> StartAsync(KafkaCluster cluster, string name, NetworkNamespace? network = null, int[][]? placements = null, params string[] profiles)
    {
        string[] used = profiles is [] ? [.. Profiles.Keys.Where(p => p != AtLeastOnce)] : profiles;
        if (ObservedLibs.WhyNot is { } reason && used.Contains(Java))
        {
            TestContext.Current.AddWarning($"without the profile {Java}: {reason}");
            used = [.. used.Where(p => p != Java)];
        }

        placements ??= Placements.Of(cluster);
        foreach (var profile in used)
        {
            await cluster.Admin.CreateTopicAsync(
                Topic(name, profile), placements, ("min.insync.replicas", $"{placements[0].Length - 1}"), ("unclean.leader.election.enable", placements[0].Length > 2 ? "false" : "true"));
        }

        var (plan, faults) = PlanFile.Parse(
            $$"""
            clusters: { {{name}}: { bootstrap.servers: '{{cluster.BootstrapServers}}', manage: false } }
            profiles: { {{string.Join(", ", used.Select(n => $"{n}: {Profiles[n]}"))}} }
            loads: { steady: { rate: {{Rate}}/s, size: 200B } }
            objectives: [ "produce: 99% < {{Threshold}}s over 1h as prompt", "delivery: 99% < {{Threshold}}s over 1h as fresh" ]
            """,
            Path.GetTempPath(),
            static _ => null);
        Assert.Empty(faults.Errors);
        var probe = new ObservedProbe(cluster, name, plan!, placements.Length, network);
        try
        {
            await probe.BeginAsync(network);
            return probe;
        }
        catch
        {
            await probe.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until, in each cell and partition, all of the last second is sent and read again as it should be.</summary>
    public async Task UntilWellAsync()
    {
        var since = Stopwatch.GetTimestamp();
        while (_observers.FirstOrDefault(o => !IsWell(o.Value)) is { Key: { } cell, Value: { } observer })
        {
            if (Stopwatch.GetElapsedTime(since) > Patience)
            {
                throw new TimeoutException($"{cell} is not well again: {string.Join("; ", Later(observer).Select(p => $"partition {p.Key}: {p.Count()} sent, {p.Count(m => m.IsAcknowledged)} acknowledged, {p.Count(m => m.IsRead)} read"))}; {_prober.Cells.FirstOrDefault(c => c.Plan.Name == cell)?.LastError}; {string.Join(", ", Recorded.Of("kafka.sli.produce.duration").Select(m => m["error.type"]).OfType<string>().CountBy(e => e))}; {string.Join(" | ", Lines)}");
            }

            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        bool IsWell(CellObserver observer)
        {
            var later = Later(observer).ToArray();
            return later.Length == Math.Round(Interval * Rate) && later.All(p => p.Count(m => m.IsAcknowledged && m.Latency < Threshold / 2 && m.IsRead) > 1 / Interval);
        }

        IEnumerable<IGrouping<int, SeenMessage>> Later(CellObserver observer) => observer.Messages.Where(m => m.Due > since).GroupBy(m => m.Partition);
    }

    /// <summary>Sends no more, and waits until what it recorded is whole.</summary>
    public async Task StopAsync() => await _prober.StopAsync();

    /// <summary>When it has stopped: one that takes its partitions over, and begins to count anew.</summary>
    public async Task StartAgainAsync()
    {
        _prober.Dispose();
        _prober = _build();
        await _prober.StartAsync(TestContext.Current.CancellationToken);
        _cells = _prober.Cells;
        await UntilWellAsync();
    }

    /// <summary>What its ledger told of a cell.</summary>
    public CellVerdicts VerdictsOf(string profile) => _cells.Single(c => c.Plan.Name == CellOf(profile)).Verdicts;

    public string CellOf(string profile) => $"{_name}/{profile}/steady";

    public string TopicOf(string profile) => Topic(_name, profile);

    public CellObserver ObserverOf(string profile) => _observers[CellOf(profile)];

    /// <summary>What stands in the log of a cell now.</summary>
    public Task<WholeLog> ReadLogAsync(string profile) => Task.Run(() => WholeLog.Read(_cluster.BootstrapServers, TopicOf(profile), _partitions));

    public async ValueTask DisposeAsync()
    {
        Recorded.Dispose();
        _prober.Dispose();
        foreach (var cell in _observers.Keys)
        {
            await _cluster.Admin.DeleteTopicAsync(TopicOf(cell.Split('/')[1]));
        }
    }

    private static string Topic(string name, string profile) => $"kafka-sli-probe.{name}.{profile}.steady";

    private async Task BeginAsync(NetworkNamespace? network)
    {
        var stop = TestContext.Current.CancellationToken;
        await _cluster.Admin.UntilAsync(
            async () =>
            {
                try
                {
                    await NetworkNamespace.Run(network, () => _prober.StartAsync(stop));
                    return true;
                }
                catch (ProbeException e) when (e.Message.Contains("does not exist", StringComparison.Ordinal))
                {
                    // Each broker learns by itself of a topic that is new, and this one has not yet.
                    return false;
                }
            },
            "its topic is not there");
        _cells = _prober.Cells;
        await UntilWellAsync();
    }
}
