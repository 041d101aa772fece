using YamlDotNet.Serialization.NamingConventions;

namespace Kafka.Sli.Probe.Slo;

/// <summary>A rule file of Prometheus.</summary>
internal static class PrometheusRules
{
    private const string Interval = "30s";

    /// <summary>A sample of the whole window is read each time, and changes slowly. Well under the 5 minutes after which Prometheus forgets a sample.</summary>
    private const string PeriodInterval = "2m";

    public static string Text(SloExport export) => YamlText.Of(
        [
            "The SLOs of a Kafka, for Prometheus: recording rules by Sloth's names, and alerts.",
            $"Made by: {export.Command}",
            "Save it beside prometheus.yml, name it there under rule_files, and let Prometheus reload; promtool check rules FILE checks it.",
            $"Not to be edited: change the plan, and make it anew. What to do when an alert fires: {export.Runbook.Address}",
        ],
        UnderscoredNamingConvention.Instance,
        [new RuleFile(Groups(export))]);

    /// <summary>The alerts of an SLO stand behind what they read, so that they see what was recorded just now.</summary>
    public static IReadOnlyList<RuleGroup> Groups(SloExport export)
    {
        var ofSlos = export.OnlyProbeAlerts ? [] : export.Slos.SelectMany(slo => (RuleGroup[])
        [
            new($"kafka-sli-slo-{slo.Id}", Interval, [.. ErrorRatioRules.OfAlertWindows(slo), .. SloMetadataRules.OfNow(slo), .. BurnRateRules.Of(slo, export.Runbook)]),
            new($"kafka-sli-slo-period-{slo.Id}", PeriodInterval, [.. ErrorRatioRules.OfPeriod(slo), .. SloMetadataRules.OfPeriod(slo)]),
        ]);
        var services = export.Services;
        return [.. ofSlos, .. export.Cells.Select(cell => new RuleGroup($"kafka-sli-probe-{services[cell.Name]}", Interval, CellAlert.AllOf(cell, export)))];
    }
}
