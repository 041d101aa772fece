using Kafka.Sli.Probe.Board;
using Spectre.Console;

namespace Kafka.Sli.Probe.Commands;

/// <summary>How a run shows itself: a live table, plain lines where the output is no terminal, or one JSON document.</summary>
internal abstract class RunDisplay
{
    /// <summary>Below this the columns of one cell's table would be broken into pieces.</summary>
    private const int NarrowestTable = 100;

    private const int BesideAName = 3;

    private readonly WebHost _host;

    protected RunDisplay(RunReport report, WebHost host)
    {
        Report = report;
        _host = host;
    }

    protected RunReport Report { get; }

    public static RunDisplay For(RunSettings settings, RunReport report, WebHost host) => settings switch
    {
        { Json: true } => new JsonDisplay(report, host),
        _ when Console.IsOutputRedirected || AnsiConsole.Profile.Width < TableWidth([.. report.Plan.Cells.Select(c => c.Name)]) => new LineDisplay(report, host),
        _ => new TableDisplay(report, host),
    };

    /// <summary>What the table needs: with several cells a column of their names too.</summary>
    internal static int TableWidth(IReadOnlyList<string> cells) => NarrowestTable + (cells.Count > 1 ? cells.Max(c => c.Length) + BesideAName : 0);

    /// <summary>Shows what is measured until the run ends.</summary>
    public abstract Task ShowAsync(Task end);

    /// <summary>Says what was seen.</summary>
    /// <returns>The exit code.</returns>
    public int Conclude()
    {
        Report.Refresh();
        WriteSummary();
        return Report.ObjectivesAreMet ? ExitCode.ObjectivesMet : ExitCode.ObjectivesNotMet;
    }

    protected abstract void WriteSummary();

    /// <summary>What is measured, where, and by what it is judged.</summary>
    protected IEnumerable<string> Introduction()
    {
        foreach (var cluster in Report.Clusters)
        {
            yield return cluster.Plan.Bootstrap is null
                ? $"Embedded Kafka cluster of {cluster.Brokers} brokers at {cluster.ShownBootstrap}; any Kafka client on this machine can connect."
                : $"Kafka cluster of {cluster.Brokers} broker{(cluster.Brokers == 1 ? "" : "s")} at {cluster.ShownBootstrap}.";
        }

        foreach (var cell in Report.Cells)
        {
            var (plan, topic) = (cell.Cell.Plan, cell.Cell.Topic);
            yield return $"{(Report.Cells.Count > 1 ? $"{cell.Name}: " : "")}{plan.Load.Rate.PerSecond:0.###} messages/s of {plan.Load.Size.Bytes} bytes to topic {topic.Name} ({topic.Partitions.Count} partitions), read by group {plan.Group}.";
        }

        yield return Report.Plan.UsesDefaultObjectives
            ? $"No objectives were given, so it is judged by the probe's own: {string.Join("; ", Report.Plan.Objectives)}."
            : $"Judged by {string.Join("; ", Report.Plan.Objectives)}.";
        yield return $"See it at {_host.Address}";
        yield return $"Metrics at {_host.Address}metrics, health at {_host.Address}healthz and readyz{(_host.OtlpEndpoint is { } otlp ? $", OTLP to {otlp.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped)}" : "")}. {(Report.Settings.Duration is { } duration ? $"Ends after {Objectives.DurationText.Format(duration)}, or by" : "Ends by")} Ctrl+C.";
    }

    /// <summary>Runs something again and again until the run ends.</summary>
    protected static async Task RepeatAsync(TimeSpan interval, Task end, Action refresh)
    {
        using var timer = new PeriodicTimer(interval);
        while (await Task.WhenAny(timer.WaitForNextTickAsync().AsTask(), end) != end)
        {
            refresh();
        }

        // An end that failed is no end.
        await end;
    }
}
