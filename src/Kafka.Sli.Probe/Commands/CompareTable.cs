using System.Globalization;
using Kafka.Sli.Probe.Comparing;

namespace Kafka.Sli.Probe.Commands;

/// <summary>What a comparison came to, in words: a median of the repetitions, and from where to where they went.</summary>
internal static class CompareTable
{
    public static readonly IReadOnlyList<string> Columns = ["cell", "SLI", "messages", "p50", "p99", "p99.9", "max", "bad", "outage"];

    /// <summary>How the marks are to be read, and what else there is to know.</summary>
    public static IEnumerable<string> Notes(ComparisonResult result)
    {
        var (rows, repetitions) = (result.Rows, result.Settings.Repetitions);
        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"{Time(result.Settings.Length)} each phase after a warm-up of {Time(result.Settings.WarmUp)}, {(result.Settings.OneAtATime ? "one cell after the other" : "all cells at once")}, on {result.Cores} cores. {(repetitions == 1 ? "Measured once: how far another time would differ is not known; --repeat 3 tells." : $"The median of {repetitions} repetitions, and the least and the most of them.")}");
        yield return "Latencies are from when a message was due by the schedule, whether it went well or not. An outage is the longest of any partition, from the first bad send to the answer to the next good one.";
        var quantiles = rows.SelectMany(r => r.Repetitions).SelectMany(r => new[] { r.Produce, r.Delivery }).SelectMany(l => new[] { l.P50, l.P99, l.P999 }).ToArray();
        if (quantiles.Any(q => q is { IsGuess: true, Seconds: not null }))
        {
            yield return $"~ has fewer than {Quantile.Enough} messages beyond it, and is a guess: measure for longer.";
        }

        if (quantiles.Any(q => q.AtLeast is not null) || rows.SelectMany(r => r.Repetitions).Any(r => r.Produce.Max.AtLeast is not null || r.Delivery.Max.AtLeast is not null || r.IsOutageOpen))
        {
            yield return "> had not ended when nobody waited any more.";
        }

        foreach (var row in rows.Where(r => !r.IsTrustworthy))
        {
            yield return $"{row.Phase}, {row.Cell}: not to be trusted: its sends were up to {RunTable.Seconds(row.Repetitions.Max(r => r.Lateness))} late by the schedule (p99), for this machine was too busy; --one-at-a-time, or fewer cells.";
        }

        foreach (var note in result.Notes)
        {
            yield return $"{note}.";
        }
    }

    /// <summary>Two rows a cell, each with what it says and the spread of that.</summary>
    public static IEnumerable<(string Figure, string Spread)[]> Rows(ComparisonRow row)
    {
        yield return Row(row, "produce", r => r.Produce, (Bad(row), ""), Outage(row));
        yield return Row(row, "delivery", r => r.Delivery, ("", ""), ("", ""));
    }

    private static (string, string)[] Row(ComparisonRow row, string indicator, Func<CellFigures, Latencies> of, (string, string) bad, (string, string) outage)
    {
        var isFirst = indicator == "produce";
        return
        [
            (isFirst ? row.Cell : "", ""),
            (indicator, ""),
            (Count(row.Of(r => of(r).Count)), ""),
            Text(row, r => of(r).P50),
            Text(row, r => of(r).P99),
            Text(row, r => of(r).P999),
            Text(row, r => of(r).Max),
            isFirst ? (bad.Item1, Range(row.Of(r => r.Bad), Number)) : bad,
            outage,
        ];
    }

    private static string Bad(ComparisonRow row) => Count(row.Of(r => r.Bad));

    private static (string, string) Outage(ComparisonRow row)
    {
        var spread = row.Of(r => r.Outage ?? 0);
        return spread is null or { Most: 0 } ? ("-", "") : ($"{(row.Repetitions.Any(r => r.IsOutageOpen) ? ">" : "")}{RunTable.Seconds(spread.Median)}", Range(spread, RunTable.Seconds));
    }

    private static (string, string) Text(ComparisonRow row, Func<CellFigures, Quantile> of)
    {
        var known = row.Of(r => of(r).Seconds ?? of(r).AtLeast);
        return known is null
            ? ("-", "")
            : ($"{(row.Repetitions.Any(r => of(r).AtLeast is not null) ? ">" : row.Repetitions.Any(r => of(r).IsGuess) ? "~" : "")}{RunTable.Seconds(known.Median)}", Range(known, RunTable.Seconds));
    }

    /// <summary>A unit that both ends have is said once.</summary>
    private static string Range(Spread? spread, Func<double?, string> text)
    {
        if (spread is null or { Count: 1 })
        {
            return "";
        }

        var (least, most) = (text(spread.Least).Split(' '), text(spread.Most).Split(' '));
        return least is [var number, var unit] && most is [_, var same] && unit == same ? $"{number} .. {string.Join(' ', most)}" : $"{string.Join(' ', least)} .. {string.Join(' ', most)}";
    }

    private static string Count(Spread? spread) => Number(spread?.Median);

    private static string Number(double? value) => value is { } number ? number.ToString("N0", CultureInfo.InvariantCulture) : "-";

    private static string Time(TimeSpan span) => Objectives.DurationText.Format(span);
}
