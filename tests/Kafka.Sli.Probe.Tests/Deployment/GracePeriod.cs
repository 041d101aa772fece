using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Kafka.Sli.Probe.Board;
using Kafka.Sli.Probe.Probing;

namespace Kafka.Sli.Probe.Tests.Deployment;

/// <summary>How long the probe may take to end, in seconds.</summary>
internal static partial class GracePeriod
{
    private const double OtlpFlush = 10;

    public static int LastScrape { get; } = (int)Private(typeof(ScrapeWatch), "LongestWait").TotalSeconds;

    /// <summary>By the table of docs/probe.md: the last number of each bounded step, twice where two things take that long each.</summary>
    public static double OfDocs { get; } = Rows().Sum(row => double.Parse(Seconds().Matches(row)[^1].Groups[1].Value, CultureInfo.InvariantCulture) * (row.Contains("s each |", StringComparison.Ordinal) ? 2 : 1));

    /// <summary>Where no step comes back.</summary>
    public static double OfCode { get; } = Cell.StepsToEnd.Count * OrderlyEnd.LongestStep.TotalSeconds + OtlpFlush + LastScrape;

    private static string[] Rows()
    {
        var lines = File.ReadAllLines(Repository.File("docs", "probe.md")).SkipWhile(l => l != "| step | waits at most |").Skip(2).TakeWhile(l => l.StartsWith('|')).Where(l => Seconds().IsMatch(l)).ToArray();
        Assert.Equal(7, lines.Length);
        return lines;
    }

    private static TimeSpan Private(Type type, string name) => (TimeSpan)type.GetField(name, BindingFlags.NonPublic | BindingFlags.Static)!.GetValue(null)!;

    [GeneratedRegex(@"(\d+) s\b")]
    private static partial Regex Seconds();
}
