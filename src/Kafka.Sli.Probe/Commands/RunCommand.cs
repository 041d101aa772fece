using Kafka.Sli.Probe.Board;
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
        using var signal = new StopSignal();
        using var readings = new Readings();
        using var prober = new Prober(settings.Plan, static line => Console.Error.WriteLine($"kafka-sli-probe: {line}"));
        await using var host = await WebHost.StartAsync(settings.Listen, () => prober.IsAlive);
        var report = new RunReport(settings, prober, readings);
        await prober.StartAsync(signal.Token);
        report.Begin();
        var display = RunDisplay.For(settings, report, host);
        using (settings.PlanPath is { } path ? new PlanReload(path, prober, signal.Token) : null)
        {
            await display.ShowAsync(Until(settings.Duration, signal.Token));
        }

        report.Refresh();
        await prober.StopAsync();
        report.End();
        host.Flush();
        await host.Scrapes.LastScrapeAsync(CancellationToken.None);
        JUnitReport.Write(settings.JUnitPath, report);
        return display.Conclude();
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
