using Kafka.Sli.Probe.Comparing;

namespace Kafka.Sli.Probe.Commands;

/// <summary>A comparison for a document: a table for each phase.</summary>
internal static class CompareMarkdown
{
    public static void Write(ComparisonResult result, TextWriter output)
    {
        foreach (var phase in result.Rows.GroupBy(r => r.Phase))
        {
            output.WriteLine($"### {Escaped(phase.Key)}");
            output.WriteLine();
            output.WriteLine($"| {string.Join(" | ", CompareTable.Columns)} |");
            output.WriteLine($"|{string.Concat(CompareTable.Columns.Select(c => c is "cell" or "SLI" ? "---|" : "---:|"))}");
            foreach (var figures in phase.SelectMany(CompareTable.Rows))
            {
                output.WriteLine($"| {string.Join(" | ", figures.Select(f => Escaped(f.Spread.Length == 0 ? f.Figure : $"{f.Figure} ({f.Spread})")))} |");
            }

            output.WriteLine();
        }

        foreach (var note in CompareTable.Notes(result))
        {
            output.WriteLine($"- {Escaped(note)}");
        }
    }

    private static string Escaped(string text) => text.Replace("|", "\\|", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace("~", "\\~", StringComparison.Ordinal);
}
