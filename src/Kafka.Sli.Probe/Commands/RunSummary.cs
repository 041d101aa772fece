using System.Globalization;
using Kafka.Sli.Probe.Ledger;
using Kafka.Sli.Probe.Probing;

namespace Kafka.Sli.Probe.Commands;

/// <summary>The last lines of a run: what became of each objective.</summary>
internal static class RunSummary
{
    public static IEnumerable<string> Lines(RunReport report)
    {
        foreach (var cell in report.Cells)
        {
            var lead = report.Cells.Count > 1 ? $"{cell.Name}: " : "";
            foreach (var line in Lines(cell))
            {
                yield return report.Plan.Secrets.Hide($"{lead}{line}");
            }
        }

        foreach (var missing in report.Plan.Cells.Where(p => report.Cells.All(c => c.Name != p.Name)))
        {
            yield return $"{missing.Name}: could not be started.";
        }
    }

    private static IEnumerable<string> Lines(CellReport cell)
    {
        foreach (var objective in cell.Objectives)
        {
            yield return Line(objective);
        }

        foreach (var (indicator, latency) in cell.Indicators)
        {
            var unusual = Listed(latency.Outcomes.Where(o => o.Key != "ok"));
            var errors = Listed(latency.Errors);
            if (unusual.Length > 0)
            {
                yield return $"{Objectives.IndicatorNames.Of(indicator)}: {unusual}{(errors.Length > 0 ? $" ({errors})" : "")}.";
            }
        }

        foreach (var (indicator, latency) in cell.WarmUp)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{Objectives.IndicatorNames.Of(indicator)} in the warm-up of {Objectives.DurationText.Format(cell.Cell.Plan.WarmUp)}: {Listed(latency.Outcomes)}, p99 {RunTable.Seconds(latency.Percentile(99))}, max {RunTable.Seconds(latency.Max)}; not judged.");
        }

        if (Ledger(cell.Cell.Verdicts) is { } ledger)
        {
            yield return ledger;
        }

        if (cell.Cell.Unsent > 0)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{cell.Cell.Unsent:N0} messages were overdue and not sent when it ended: the client, or this machine, is slower than the rate.");
        }

        if (cell.Cell.LastError is { } error)
        {
            yield return $"The last error of a client: {error}";
        }
    }

    public static string Line(ObjectiveReading objective)
    {
        var judged = objective.Good + objective.Bad;
        return objective.Ratio is { } ratio
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{objective.Objective}: {(objective.IsMet == true ? "met" : "NOT met")}, {Percent(ratio)} good ({objective.Good:N0} of {judged:N0}).")
            : $"{objective.Objective}: not known, no event was judged.";
    }

    /// <summary>What became of them by the log. All delivered is said as well: it is what nobody else can say.</summary>
    private static string? Ledger(CellVerdicts verdicts)
    {
        var counts = Listed(VerdictNames.All.Where(v => verdicts[v] > 0).Select(v => KeyValuePair.Create(VerdictNames.Of(v), verdicts[v])));
        return counts.Length > 0 ? $"messages: {counts}{(verdicts[LedgerVerdict.Lost] == 0 ? ", none lost" : "")}." : null;
    }

    private static string Listed(IEnumerable<KeyValuePair<string, long>> counts) =>
        string.Join(", ", counts.Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Value:N0} {c.Key}")));

    /// <summary>Cut off, not rounded: 99.9999% good is not all.</summary>
    private static string Percent(double ratio) =>
        string.Create(CultureInfo.InvariantCulture, $"{Math.Floor((decimal)ratio * 100_000_000) / 1_000_000:0.######}%");
}
