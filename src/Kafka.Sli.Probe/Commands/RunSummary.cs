using System.Globalization;

namespace Kafka.Sli.Probe.Commands;

/// <summary>The last lines of a run: what became of each objective.</summary>
internal static class RunSummary
{
    public static IEnumerable<string> Lines(RunReport report)
    {
        foreach (var objective in report.Objectives)
        {
            var judged = objective.Good + objective.Bad;
            yield return objective switch
            {
                { IsMet: null } => $"{objective.Objective}: not known, no event was judged.",
                { Ratio: { } ratio } => string.Create(
                    CultureInfo.InvariantCulture,
                    $"{objective.Objective}: {(objective.IsMet == true ? "met" : "NOT met")}, {Percent(ratio)} good ({objective.Good:N0} of {judged:N0})."),
                _ => "",
            };
        }

        foreach (var (indicator, latency) in report.Indicators)
        {
            var unusual = Listed(latency.Outcomes.Where(o => o.Key != "ok"));
            var errors = Listed(latency.Errors);
            if (unusual.Length > 0)
            {
                yield return $"{Objectives.IndicatorNames.Of(indicator)}: {unusual}{(errors.Length > 0 ? $" ({errors})" : "")}.";
            }
        }

        if (report.Unsent > 0)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{report.Unsent:N0} messages were overdue and not sent when it ended: the client, or this machine, is slower than the rate.");
        }

        if (report.LastError is { } error)
        {
            yield return $"The last error of a client: {error}";
        }
    }

    private static string Listed(IEnumerable<KeyValuePair<string, long>> counts) =>
        string.Join(", ", counts.Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Value:N0} {c.Key}")));

    /// <summary>Cut off, not rounded: 99.9999% good is not all.</summary>
    private static string Percent(double ratio) =>
        string.Create(CultureInfo.InvariantCulture, $"{Math.Floor((decimal)ratio * 100_000_000) / 1_000_000:0.######}%");
}
