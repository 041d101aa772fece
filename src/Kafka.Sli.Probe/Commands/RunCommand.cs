using System.Diagnostics;
using System.Net;
using Kafka.Sli.Probe.Board;
using Kafka.Sli.Probe.External;
using Kafka.Sli.Probe.Probing;

namespace Kafka.Sli.Probe.Commands;

/// <summary>The main job: measures by a plan until it is told to stop, then says what was seen.</summary>
internal static class RunCommand
{
    /// <summary>A timer takes no more than 49 days.</summary>
    private static readonly TimeSpan LongestDelay = TimeSpan.FromDays(1);

    /// <returns>The process's exit code.</returns>
    public static async Task<int> RunAsync(RunSettings settings)
    {
        JUnitReport.Try(settings.JUnitPath);
        using var signal = new StopSignal();
        using var readings = new Readings();
        using var prober = new Prober(settings.Plan, settings.Instance, Tell, buildClient: ModelClients.Build);
        var readiness = new Readiness();
        await using var board = new BoardWatch(prober, readings, readiness, offersFaults: IPAddress.IsLoopback(settings.Listen.Address));
        await using var host = await WebHost.StartAsync(settings.Listen, prober, readiness, board);
        var report = new RunReport(settings, prober, readings);
        if (await StartsAsync(prober, signal.Token))
        {
            readiness.State = ReadinessState.Ready;
        }

        report.Begin();
        var display = RunDisplay.For(settings, report, host);
        using (settings.PlanPath is { } path ? new PlanReload(path, prober, signal.Token) : null)
        {
            await display.ShowAsync(Until(settings.Duration, signal.Token));
        }

        report.Refresh();
        readiness.State = ReadinessState.Stopping;
        Tell("stop: no longer ready");
        await prober.StopAsync();
        report.End();
        await TellExportersAsync(host);
        JUnitReport.Write(settings.JUnitPath, report);
        return display.Conclude();
    }

    /// <returns>Whether it is at work; not when it was told to stop before all cells were. Those that are have to end in order.</returns>
    private static async Task<bool> StartsAsync(Prober prober, CancellationToken stop)
    {
        try
        {
            await prober.StartAsync(stop);
            return true;
        }
        catch (OperationCanceledException) when (prober.Cells.Count > 0)
        {
            return false;
        }
    }

    private static void Tell(string line) => StandardError.WriteLine($"kafka-sli-probe: {line}");

    /// <summary>What the last steps told must be seen by whoever collects it.</summary>
    private static async Task TellExportersAsync(WebHost host)
    {
        var began = Stopwatch.StartNew();
        if (host.OtlpEndpoint is not null)
        {
            var isFlushed = host.Flush();
            Tell($"stop: OTLP {(isFlushed ? "" : "not ")}flushed, {began.Elapsed.TotalMilliseconds:0} ms");
        }

        began.Restart();
        if (await host.Scrapes.LastScrapeAsync(CancellationToken.None) is { } isScraped)
        {
            Tell($"stop: {(isScraped ? "scraped a last time" : "not scraped any more")}, {began.Elapsed.TotalMilliseconds:0} ms");
        }
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
