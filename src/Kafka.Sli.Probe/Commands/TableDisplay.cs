using Kafka.Sli.Probe.Board;
using Spectre.Console;

namespace Kafka.Sli.Probe.Commands;

/// <summary>A table that is drawn anew in place.</summary>
internal sealed class TableDisplay : RunDisplay
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    public TableDisplay(RunReport report, WebHost host)
        : base(report, host)
    {
    }

    public override async Task ShowAsync(Task end)
    {
        foreach (var line in Introduction())
        {
            AnsiConsole.MarkupLineInterpolated($"{line}");
        }

        await AnsiConsole.Live(Draw()).AutoClear(true).StartAsync(live => RepeatAsync(Interval, end, () =>
        {
            Report.Refresh();
            live.UpdateTarget(Draw());
        }));
        AnsiConsole.MarkupLine("[grey]Ending: waiting for what is in flight ...[/]");
    }

    protected override void WriteSummary()
    {
        AnsiConsole.Write(Draw());
        foreach (var line in RunSummary.Lines(Report))
        {
            AnsiConsole.MarkupLineInterpolated($"{line}");
        }
    }

    private Table Draw()
    {
        var first = Report.Cells.Count > 1 ? 0 : 1;
        var table = new Table().RoundedBorder().Caption(Caption());
        foreach (var column in RunTable.Columns.Skip(first))
        {
            table.AddColumn(new TableColumn(column) { NoWrap = true, Alignment = column is "cell" or "SLI" or "objective" ? Justify.Left : Justify.Right });
        }

        foreach (var row in RunTable.Rows(Report))
        {
            table.AddRow(row.Select((cell, i) => Colour(cell, RunTable.Columns[i])).Skip(first).ToArray());
        }

        return table;
    }

    private string Caption()
    {
        var error = Report.Cells.Select(c => c.Cell.LastError).FirstOrDefault(e => e is not null);
        string[] parts = [RunTable.Clock(Report.Elapsed), .. RunTable.WarmingUp(Report), .. error is null ? (string[])[] : [$"last error: {Report.Plan.Secrets.Hide(error)}"]];
        return Markup.Escape(string.Join("  ", parts));
    }

    private static string Colour(string cell, string column) => column switch
    {
        "good" when cell != "-" => $"[green]{cell}[/]",
        "bad" when cell is not ("-" or "0") => $"[red]{cell}[/]",
        _ => Markup.Escape(cell),
    };
}
