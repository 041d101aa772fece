using System.Globalization;
using Kafka.Sli.Objectives;

namespace Kafka.Sli.Probe.Slo.Grafana;

/// <summary>Each objective of a plan over the window of its own; one that the plan did not know, over 30 days.</summary>
internal sealed class ObjectiveWindows(IReadOnlyList<Objective> objectives)
{
    /// <summary>One expression, of a part for each window.</summary>
    public string Each(EventQueries events, Func<EventQueries, TimeSpan, string> expression) => string.Join(
        " or ",
        objectives.GroupBy(o => o.Window)
            .Select(w => expression(events with { Objectives = $"{events.Objectives},{Matcher("=~", w)}" }, w.Key))
            .Append(expression(events with { Objectives = $"{events.Objectives},{Matcher("!~", objectives)}" }, Objective.DefaultWindow))
            .Select(part => $"({part})"));

    public string ErrorBudget(EventQueries events) => Each(events, static (of, window) => of.ErrorBudget(DurationText.Format(window)));

    public string GoodRatio(EventQueries events) => Each(events, static (of, window) => of.GoodRatio(DurationText.Format(window)));

    /// <summary>Which share of the error budget an hour like the last one spends: alike for all windows, as the alerts are.</summary>
    public string SpentInAnHour(EventQueries events) => Each(events, static (of, window) =>
        string.Create(CultureInfo.InvariantCulture, $"({of.LastingBurnRate()}) / {window.TotalHours}"));

    private static string Matcher(string operation, IEnumerable<Objective> of) => $"{SeriesNames.Objective}{operation}\"{RegexText.AnyOf(of.Select(o => o.Name))}\"";
}
