using System.Text.Json.Nodes;
using Kafka.Sli.Probe.Commands;
using Kafka.Sli.Probe.Comparing;

namespace Kafka.Sli.Probe.Tests.Comparing;

/// <summary>The same comparison as text, as Markdown and as JSON.</summary>
public class CompareFormatTests
{
    private static readonly ComparisonResult Result = new()
    {
        Settings = new() { Length = TimeSpan.FromMinutes(1), Repetitions = 2 },
        Started = new DateTimeOffset(2026, 11, 26, 12, 0, 0, TimeSpan.Zero),
        IsComplete = true,
        Cores = 4,
        Notes = ["broker down: not what it is called: 'x' ended with 1"],
        Rows =
        [
            new("steady", "main/java/steady", [Figures(0.0012, 0.0085, 0, null), Figures(0.0014, 0.0095, 2, null)]),
            new("broker | down", "main/java/steady", [Figures(0.0012, 2.5, 150, 3.25, lateness: 0.5), Figures(0.0012, null, 151, 60, isOpen: true)]),
        ],
    };

    [Fact]
    public void A_table_says_the_median_and_the_spread()
    {
        var rows = CompareTable.Rows(Result.Rows[0]).ToArray();

        Assert.Equal(["main/java/steady", "produce", "6,000", "1.20 ms", "8.50 ms", "~20.0 ms", "30.0 ms", "0", "-"], rows[0].Select(f => f.Figure));
        Assert.Equal(["", "", "", "1.20 .. 1.40 ms", "8.50 .. 9.50 ms", "20.0 .. 20.0 ms", "30.0 .. 30.0 ms", "0 .. 2", ""], rows[0].Select(f => f.Spread));
        Assert.Equal(["", "delivery", "5,990", "2.00 ms", "-", "-", ">7.00 s", "", ""], rows[1].Select(f => f.Figure));
    }

    [Fact]
    public void What_is_not_known_is_no_less_than_what_was_waited()
    {
        var row = CompareTable.Rows(Result.Rows[1]).First();

        Assert.Equal((">2.50 s", "2.50 .. 7.00 s"), row[4]);
        Assert.Equal((">3.25 s", "3.25 .. 60.0 s"), row[8]);
    }

    [Fact]
    public void The_text_has_a_table_for_each_phase_of_aligned_lines_and_says_how_it_is_to_be_read()
    {
        var text = Written(CompareText.Write);
        var lines = text.Split('\n').Select(l => l.TrimEnd()).ToArray();
        foreach (var table in lines.Index().Where(l => l.Item.StartsWith('╭')))
        {
            Assert.All(lines.Skip(table.Index).TakeWhile(l => l.Length > 0 && "╭│├╰".Contains(l[0], StringComparison.Ordinal)), l => Assert.Equal(table.Item.Length, l.Length));
            Assert.InRange(table.Item.Length, 80, 150);
        }

        Assert.Equal(2, lines.Count(l => l.StartsWith('╭')));
        Assert.Contains("1m each phase after a warm-up of 10s, all cells at once, on 4 cores. The median of 2 repetitions, and the least and the most of them.", lines);
        Assert.Contains("~ has fewer than 10 messages beyond it, and is a guess: measure for longer.", lines);
        Assert.Contains("> had not ended when nobody waited any more.", lines);
        Assert.Contains("broker | down, main/java/steady: not to be trusted: its sends were up to 500 ms late by the schedule (p99), for this machine was too busy; --one-at-a-time, or fewer cells.", lines);
        Assert.Contains("broker down: not what it is called: 'x' ended with 1.", lines);
    }

    [Fact]
    public void The_markdown_has_as_many_cells_in_each_row_as_its_head()
    {
        var lines = Written(CompareMarkdown.Write).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(["### steady", @"### broker \| down"], lines.Where(l => l.StartsWith('#')));
        var rows = lines.Where(l => l.StartsWith('|')).ToArray();
        Assert.Equal(2 * (2 + 2), rows.Length);
        Assert.All(rows, l => Assert.Equal(CompareTable.Columns.Count + 1, l.Replace(@"\|", "", StringComparison.Ordinal).Count(c => c == '|')));
        Assert.Contains(@"| main/java/steady | produce | 6,000 | 1.20 ms (1.20 .. 1.40 ms) | 8.50 ms (8.50 .. 9.50 ms) | \~20.0 ms (20.0 .. 20.0 ms) | 30.0 ms (30.0 .. 30.0 ms) | 0 (0 .. 2) | - |", rows);
    }

    [Fact]
    public void The_json_has_each_repetition_in_seconds_and_null_for_what_is_not_known()
    {
        var document = JsonNode.Parse(Written(CompareDocument.Write))!;

        Assert.Equal((1, true, 60.0, 10.0, 2), ((int)document["schema_version"]!, (bool)document["is_complete"]!, (double)document["phase_seconds"]!, (double)document["warm_up_seconds"]!, (int)document["repetitions"]!));
        var row = document["rows"]![1]!;
        Assert.Equal(("broker | down", false), ((string?)row["phase"], (bool)row["is_trustworthy"]!));
        var (first, second) = (row["repetitions"]![0]!, row["repetitions"]![1]!);
        Assert.Equal((2.5, null), ((double)first["produce"]!["p99"]!["seconds"]!, (double?)first["produce"]!["p99"]!["at_least"]));
        Assert.Equal((null, 7.0), ((double?)second["produce"]!["p99"]!["seconds"], (double?)second["produce"]!["p99"]!["at_least"]));
        Assert.Equal((3.25, false, 0.5), ((double)first["outage_seconds"]!, (bool)first["outage_is_open"]!, (double)first["lateness_p99"]!));
        Assert.Null((double?)document["rows"]![0]!["repetitions"]![0]!["outage_seconds"]);
        Assert.Equal(Result.Notes, document["notes"]!.AsArray().Select(n => (string?)n));
    }

    [Fact]
    public void One_repetition_has_no_spread_and_says_so()
    {
        var once = Result with { Settings = Result.Settings with { Repetitions = 1 }, Rows = [new("steady", "c", [Figures(0.001, 0.002, 0, null)])], Notes = [] };

        Assert.All(once.Rows.SelectMany(CompareTable.Rows).SelectMany(r => r), f => Assert.Equal("", f.Spread));
        Assert.Contains("Measured once: how far another time would differ is not known; --repeat 3 tells.", CompareTable.Notes(once).First(), StringComparison.Ordinal);
    }

    private static string Written(Action<ComparisonResult, TextWriter> write)
    {
        using var output = new StringWriter { NewLine = "\n" };
        write(Result, output);
        return output.ToString();
    }

    private static CellFigures Figures(double p50, double? p99, int bad, double? outage, bool isOpen = false, double? lateness = null) => new(
        new(6000, 0, new(p50, null, 3000), p99 is null ? new(null, 7, 60) : new(p99, null, 60), new(0.02, null, 6), new(0.03, null, 10)),
        new(5990, 10, new(0.002, null, 3000), new(null, null, 0), new(null, null, 0), new(null, 7, 10)),
        bad,
        outage,
        isOpen,
        lateness);
}
