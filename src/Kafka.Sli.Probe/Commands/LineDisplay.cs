using Kafka.Sli.Probe.Board;

namespace Kafka.Sli.Probe.Commands;

/// <summary>A line for each indicator every few seconds, for logs and pipes.</summary>
internal sealed class LineDisplay : RunDisplay
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    public LineDisplay(RunReport report, WebHost host)
        : base(report, host)
    {
    }

    public override async Task ShowAsync(Task end)
    {
        foreach (var line in Introduction())
        {
            Console.Out.WriteLine(line);
        }

        await RepeatAsync(Interval, end, () =>
        {
            Report.Refresh();
            WriteWarmingUp();
            WriteRows();
        });
    }

    private void WriteWarmingUp()
    {
        foreach (var line in RunTable.WarmingUp(Report))
        {
            Console.Out.WriteLine($"{RunTable.Clock(Report.Elapsed)} {line}: nothing is judged yet");
        }
    }

    protected override void WriteSummary()
    {
        WriteRows();
        foreach (var line in RunSummary.Lines(Report))
        {
            Console.Out.WriteLine(line);
        }
    }

    private void WriteRows()
    {
        foreach (var row in RunTable.Rows(Report))
        {
            var figures = RunTable.Columns.Zip(row).Skip(3).Where(f => f.Second != "-").Select(f => $"{f.First} {f.Second}");
            var cell = Report.Cells.Count > 1 ? $"{row[0]} " : "";
            var objective = row[2] == "-" ? "" : $" ({row[2]})";
            Console.Out.WriteLine($"{RunTable.Clock(Report.Elapsed)} {cell}{row[1]}{objective}: {string.Join(", ", figures)}");
        }
    }
}
