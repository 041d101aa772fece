using Kafka.Sli.Objectives;
using Kafka.Sli.Probe.Plan;

namespace Kafka.Sli.Probe.Slo.Grafana;

/// <summary>The thresholds of the objectives of one indicator, as lines. Which indicator an objective is of only its name and the plan tell.</summary>
internal static class ThresholdLine
{
    /// <param name="cell">Matches the events of the cell whose objectives they are.</param>
    public static PanelQuery Of(ServiceLevelIndicator indicator, ProbePlan plan, string cell) => new(
        $"max by ({SeriesNames.Objective}) ({SeriesNames.Threshold}{{job=~\"$job\",{SeriesNames.Objective}=~\"{Names(indicator, plan)}\"}}) and on ({SeriesNames.Objective}) {SeriesNames.Events}{{{cell}}}",
        $"{TimeSeriesPanel.ThresholdLegend}{{{{{SeriesNames.Objective}}}}}");

    private static string Names(ServiceLevelIndicator indicator, ProbePlan plan)
    {
        // Names that nobody gave begin with the indicator.
        var unnamed = $"{IndicatorNames.Of(indicator)}-.*";
        var named = plan.Objectives.Where(o => o.Indicator == indicator && o.Name != (o with { Name = null! }).Name).Select(o => o.Name).ToArray();
        return named.Length == 0 ? unnamed : $"{unnamed}|{RegexText.AnyOf(named)}";
    }
}
