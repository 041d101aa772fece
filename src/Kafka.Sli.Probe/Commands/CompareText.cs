using Kafka.Sli.Probe.Comparing;
using Spectre.Console;

namespace Kafka.Sli.Probe.Commands;

/// <summary>A comparison for a terminal: a table for each phase.</summary>
internal static class CompareText
{
    /// <summary>Where nobody says how wide it may be.</summary>
    private const int WidthInFiles = 160;

    public static void Write(ComparisonResult result, TextWriter output)
    {
        var isTerminal = output == Console.Out && !Console.IsOutputRedirected;
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output), Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No });
        if (!isTerminal)
        {
            console.Profile.Width = WidthInFiles;
        }

        foreach (var phase in result.Rows.GroupBy(r => r.Phase))
        {
            WholeTable.Write(console, Table(phase.Key, [.. phase]));
        }

        foreach (var note in CompareTable.Notes(result))
        {
            output.WriteLine(note);
        }
    }

    private static Table Table(string phase, IReadOnlyList<ComparisonRow> rows)
    {
        var table = new Table().RoundedBorder().Title(Markup.Escape(phase));
        foreach (var column in CompareTable.Columns)
        {
            table.AddColumn(new TableColumn(column) { NoWrap = true, Alignment = column is "cell" or "SLI" ? Justify.Left : Justify.Right });
        }

        foreach (var row in rows)
        {
            foreach (var figures in CompareTable.Rows(row))
            {
                table.AddRow(figures.Select(f => Markup.Escape(f.Figure)).ToArray());
                if (figures.Any(f => f.Spread.Length > 0))
                {
                    table.AddRow(figures.Select(f => f.Spread.Length == 0 ? "" : $"[grey]{Markup.Escape(f.Spread)}[/]").ToArray());
                }
            }

            if (row != rows[^1])
            {
                table.AddEmptyRow();
            }
        }

        return table;
    }
}
