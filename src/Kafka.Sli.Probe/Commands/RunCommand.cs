using Kafka.Sli.Probe.Board;
using Kafka.Sli.Probe.Embedded;
using Kafka.Sli.Probe.Probing;
using Kafka.Sli.Probe.Topics;

namespace Kafka.Sli.Probe.Commands;

/// <summary>The main job: measures a cluster until it is told to stop, then says what was seen.</summary>
internal static class RunCommand
{
    private const int EmbeddedBrokers = 3;

    /// <summary>A timer takes no more than 49 days.</summary>
    private static readonly TimeSpan LongestDelay = TimeSpan.FromDays(1);

    /// <summary>
    /// The embedded brokers answer a fetch when its wait is over, also when messages came in meanwhile. At librdkafka's default of
    /// 500 ms that alone would be the delivery latency.
    /// </summary>
    private static readonly KeyValuePair<string, string> EmbeddedFetchWait = new("fetch.wait.max.ms", "10");

    /// <returns>The process's exit code.</returns>
    public static async Task<int> RunAsync(RunSettings settings)
    {
        using var signal = new StopSignal();
        using var readings = new Readings();
        Cell? cell = null;
        await using var host = await WebHost.StartAsync(settings, () => cell?.IsAlive ?? true);
        if (host.Sli.IsDisabled)
        {
            throw ProbeException.BadUsage("KAFKA_SLI_DISABLED=true: the probe measures through Kafka.Sli alone; unset it");
        }

        using var cluster = settings.Bootstrap is null ? EmbeddedCluster.Start(EmbeddedBrokers) : null;
        var clients = cluster is null
            ? new CellClients(settings.Bootstrap!, settings.Properties)
            : new CellClients(cluster.BootstrapServers, new Dictionary<string, string>(settings.Properties.Append(EmbeddedFetchWait).DistinctBy(p => p.Key)));
        var topic = await FindTopicAsync(settings, clients, cluster).WaitAsync(signal.Token);
        using (cell = new Cell(clients, host.Sli, topic, settings))
        {
            var report = new RunReport(settings, clients.Bootstrap, topic, cell, readings);
            var display = RunDisplay.For(settings, report, host);
            await cell.StartAsync(signal.Token);
            report.Begin();
            await display.ShowAsync(Until(settings.Duration, signal.Token));
            cell.Stop();
            report.End();
            host.Flush();
            await host.Scrapes.LastScrapeAsync(CancellationToken.None);
            return display.Conclude();
        }
    }

    private static async Task<ProbeTopic> FindTopicAsync(RunSettings settings, CellClients clients, EmbeddedCluster? cluster)
    {
        // The embedded cluster knows no CreateTopics request.
        cluster?.CreateTopic(settings.Topic, EmbeddedBrokers);
        using var admin = clients.BuildAdmin();
        return await ProbeTopic.EnsureAsync(admin, settings.Topic, clients.Bootstrap, () => clients.LastError);
    }

    private static async Task Until(TimeSpan? duration, CancellationToken stop)
    {
        try
        {
            for (var left = duration ?? TimeSpan.MaxValue; left > TimeSpan.Zero; left -= LongestDelay)
            {
                await Task.Delay(left < LongestDelay ? left : LongestDelay, stop);
            }
        }
        catch (OperationCanceledException)
        {
            // Told to stop: that is one of the two ways to end.
        }
    }
}
