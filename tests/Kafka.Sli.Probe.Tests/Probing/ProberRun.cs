using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Kafka.Sli.Probe.Embedded;
using Kafka.Sli.Probe.Plan;
using Kafka.Sli.Probe.Probing;

namespace Kafka.Sli.Probe.Tests.Probing;

/// <summary>A plan at work in this process, on a cluster whose faults the test makes.</summary>
internal sealed class ProberRun : IAsyncDisposable
{
    public const string Cell = "c/default/default";
    public const string Topic = "kafka-sli-probe.c.default.default";

    private readonly MeterListener _listener = new();

    private ProberRun(EmbeddedCluster cluster, ProbePlan plan, ModelClientFactory? buildClient)
    {
        Cluster = cluster;
        Readings = new Readings();
        _listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Meter.Name == ProbeInstruments.MeterName)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Told.Enqueue((instrument.Name, value, tags.ToArray())));
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Told.Enqueue((instrument.Name, value, tags.ToArray())));
        _listener.Start();
        Prober = new Prober(plan, "one", Lines.Enqueue, buildClient: buildClient);
    }

    public EmbeddedCluster Cluster { get; }

    public Prober Prober { get; }

    public Readings Readings { get; }

    /// <summary>What the probe's own instruments told, of this run's cell and of others that run meanwhile.</summary>
    public ConcurrentQueue<(string Instrument, double Value, KeyValuePair<string, object?>[] Tags)> Told { get; } = new();

    /// <summary>What it told whoever watches.</summary>
    public ConcurrentQueue<string> Lines { get; } = new();

    /// <param name="plan">Whatever is to stand in the plan behind its one cluster, c.</param>
    /// <param name="brokers">Of the cluster.</param>
    /// <param name="partitions">Of the topic of the cell c/default/default.</param>
    /// <param name="buildClient">Makes the cell's clients; <see langword="null"/> as the probe does.</param>
    public static async Task<ProberRun> StartAsync(string plan = "", int brokers = 1, int partitions = 1, ModelClientFactory? buildClient = null)
    {
        var cluster = EmbeddedCluster.Start(brokers);
        cluster.CreateTopic(Topic, partitions, 1);
        var run = new ProberRun(cluster, Read(cluster, plan), buildClient);
        await run.Prober.StartAsync(TestContext.Current.CancellationToken);
        return run;
    }

    public static ProbePlan Read(EmbeddedCluster cluster, string plan)
    {
        var (read, faults) = PlanFile.Parse(
            $"clusters: {{ c: {{ bootstrap.servers: '{cluster.BootstrapServers}', fetch.wait.max.ms: 10, session.timeout.ms: 3000, heartbeat.interval.ms: 300, manage: false }} }}\n{plan}", Path.GetTempPath(), static _ => null);
        Assert.Empty(faults.Errors);
        return read!;
    }

    public double[] Of(string instrument, string cell = Cell) =>
        [.. Told.Where(t => t.Instrument == instrument && t.Tags.Contains(new(ProbeInstruments.Cell, cell))).Select(t => t.Value)];

    /// <summary>What a gauge shows now of each peer.</summary>
    public IReadOnlyDictionary<string, double> PeerGauge(string instrument)
    {
        _listener.RecordObservableInstruments();
        return Told.Where(t => t.Instrument == instrument).Select(t => (Peer: t.Tags.Single(tag => tag.Key == ProbeInstruments.Peer).Value!.ToString()!, t.Value)).GroupBy(t => t.Peer, t => t.Value).ToDictionary(g => g.Key, g => g.Last());
    }

    /// <summary>Waits until something holds; that it ever does is what the test is about.</summary>
    public static async Task Until(Func<bool> holds)
    {
        while (!holds())
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Cluster.AllBrokersUp();
        await Prober.StopAsync();
        Prober.Dispose();
        _listener.Dispose();
        Readings.Dispose();
        Cluster.Dispose();
    }
}
