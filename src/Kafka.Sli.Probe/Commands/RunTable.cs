using System.Globalization;
using Kafka.Sli.Objectives;
using Kafka.Sli.Probe.Probing;

namespace Kafka.Sli.Probe.Commands;

/// <summary>The rows that a run shows: one for each objective, and one for each indicator that no objective judges.</summary>
internal static class RunTable
{
    /// <summary>The first one is left out where there is one cell.</summary>
    public static readonly IReadOnlyList<string> Columns = ["cell", "SLI", "objective", "count", "good", "bad", "p50", "p99", "max", "oldest in flight"];

    public static IEnumerable<string[]> Rows(RunReport report)
    {
        foreach (var cell in report.Cells)
        {
            foreach (var objective in cell.Objectives)
            {
                yield return Row(cell, objective.Objective.Indicator, objective);
            }

            foreach (var (indicator, _) in cell.Indicators.Where(i => cell.Objectives.All(o => o.Objective.Indicator != i.Indicator)))
            {
                yield return Row(cell, indicator, null);
            }
        }
    }

    /// <summary>The cells whose clients are not warm yet, so that their figures are missing for a reason.</summary>
    public static IEnumerable<string> WarmingUp(RunReport report) =>
        from cell in report.Cells
        where cell.Cell.WarmUpLeft > TimeSpan.Zero
        select string.Create(CultureInfo.InvariantCulture, $"{(report.Cells.Count > 1 ? $"{cell.Name} " : "")}warming up, {Math.Ceiling(cell.Cell.WarmUpLeft.TotalSeconds):0} s left");

    /// <summary>Hours go on beyond a day.</summary>
    public static string Clock(TimeSpan elapsed) => string.Create(CultureInfo.InvariantCulture, $"{(long)elapsed.TotalHours:00}:{elapsed:mm\\:ss}");

    /// <summary>Three significant digits, in the unit that fits.</summary>
    public static string Seconds(double? seconds) => seconds switch
    {
        null => "-",
        < 0.0000005 => "0",
        < 0.001 => Digits(seconds.Value * 1e6, "us"),
        < 1 => Digits(seconds.Value * 1e3, "ms"),
        _ => Digits(seconds.Value, "s"),
    };

    private static string[] Row(CellReport cell, ServiceLevelIndicator indicator, ObjectiveReading? objective)
    {
        var latency = cell.LatencyOf(indicator);
        return
        [
            cell.Name,
            IndicatorNames.Of(indicator),
            objective is null ? "-" : objective.Objective.ToString()[IndicatorNames.Of(indicator).Length..].TrimStart(':', ' '),
            Count(latency.Count),
            objective is null ? "-" : Count(objective.Good),
            objective is null ? "-" : Count(objective.Bad),
            Seconds(latency.Percentile(50)),
            Seconds(latency.Percentile(99)),
            Seconds(latency.Max),
            indicator == ServiceLevelIndicator.Produce ? Seconds(cell.OldestInFlight) : "-",
        ];
    }

    private static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private static string Digits(double value, string unit) => string.Create(
        CultureInfo.InvariantCulture, $"{value.ToString(value switch { < 10 => "0.00", < 100 => "0.0", _ => "0" }, CultureInfo.InvariantCulture)} {unit}");
}
