using Kafka.Sli.Objectives;
using YamlDotNet.Serialization.NamingConventions;

namespace Kafka.Sli.Probe.Slo;

/// <summary>What Sloth makes rules of: a document for each service.</summary>
internal static class SlothSpec
{
    public static string Text(SloExport export) => YamlText.Of(
        [
            "The SLOs of a Kafka, for Sloth.",
            $"Made by: {export.Command}",
            .. Windows(export),
            "Not to be edited: change the plan, and make it anew.",
            .. ProbeAlertsElsewhere.Told(export),
        ],
        UnderscoredNamingConvention.Instance,
        export.Slos.GroupBy(s => s.Service).Select(service => (object)new
        {
            Version = "prometheus/v1",
            Service = service.Key,
            Labels = SlothLabels.Ours(service.First()).Where(l => l.Name != "kafka_sli_objective").ToDictionary(l => l.Name, l => l.Value) is { Count: > 0 } labels ? labels : null,
            Slos = service.Select(slo => Of(slo, export.Runbook)),
        }));

    private static object Of(ServiceSlo slo, Runbook runbook) => new
    {
        slo.Name,
        Objective = Math.Round(slo.Objective.Target * 100, 10),
        Description = slo.Objective.ToString(),
        Labels = new Dictionary<string, string> { ["kafka_sli_objective"] = slo.Objective.Name },
        Sli = new
        {
            Events = new
            {
                ErrorQuery = $"sum(rate({slo.Bad}[{{{{.window}}}}]))",
                TotalQuery = $"sum(rate({slo.Judged}[{{{{.window}}}}])) > 0",
            },
        },
        Alerting = new
        {
            Name = BurnRateRules.AnyBurn,
            PageAlert = Severity(slo, AlertSeverity.Page, "page", runbook.Section(BurnRateRules.FastBurn)),
            TicketAlert = Severity(slo, AlertSeverity.Ticket, "ticket", runbook.Section(BurnRateRules.SlowBurn)),
        },
    };

    private static object Severity(ServiceSlo slo, AlertSeverity severity, string label, string runbook) =>
        BurnRateAlert.Of(slo.Objective).Any(a => a.Severity == severity && a.CanFire(slo.Objective))
            ? new { Labels = new { Severity = label }, Annotations = new { RunbookUrl = runbook } }
            : new { Disable = true };

    /// <summary>Sloth takes the window from its command line, one for all.</summary>
    private static IEnumerable<string> Windows(SloExport export)
    {
        var windows = export.Slos.Select(s => s.Objective.Window).Distinct().Select(PromQl.Duration).ToArray();
        yield return $"sloth generate -i FILE -o kafka-sli.rules.yaml --default-slo-period {windows[0]}";
        if (windows is not ["30d"] and not ["4w"])
        {
            yield return $"The windows promised are {string.Join(", ", windows)}. Sloth has one for all that it is given, 30d or 28d unless --slo-period-windows-path names others: move those of another window to a file of their own.";
        }
    }
}
