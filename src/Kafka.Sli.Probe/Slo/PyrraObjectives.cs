using YamlDotNet.Serialization.NamingConventions;

namespace Kafka.Sli.Probe.Slo;

/// <summary>What Pyrra makes rules of: an object for each SLO. It takes plain selectors of one metric each, and sums over what is left.</summary>
internal static class PyrraObjectives
{
    public static string Text(SloExport export)
    {
        var names = SloNames.OfDns(export.Slos.Select(s => s.Id));
        return YamlText.Of(
            [
                "The SLOs of a Kafka, for Pyrra.",
                $"Made by: {export.Command}",
                "kubectl apply -n NAMESPACE -f FILE. Without Kubernetes Pyrra reads one object from a file: csplit -z FILE /^---/ '{*}'",
                "Not to be edited: change the plan, and make it anew.",
                .. ProbeAlertsElsewhere.Told(export),
            ],
            CamelCaseNamingConvention.Instance,
            export.Slos.Select(slo => new KubernetesObject("pyrra.dev/v1alpha1", "ServiceLevelObjective", new(names[slo.Id], Annotations: Annotations(slo, export.Runbook)), Of(slo))));
    }

    private static object Of(ServiceSlo slo) => new
    {
        Description = $"{slo.Client ?? slo.Service}: {slo.Objective}",
        Target = PromQl.Number((decimal)slo.Objective.Target * 100),
        Window = PromQl.Duration(slo.Objective.Window),
        Indicator = new
        {
            Ratio = new
            {
                Errors = new { Metric = slo.Bad },
                Total = new { Metric = slo.Judged },
            },
        },
        Alerting = new { Name = BurnRateRules.AnyBurn, AbsentName = slo.Client is null ? null : ProbeAbsentAlert.Name },
    };

    /// <summary>Pyrra hands those of this prefix on to its alerts, whose annotations are templates.</summary>
    private static Dictionary<string, string> Annotations(ServiceSlo slo, Runbook runbook) => new()
    {
        ["pyrra.dev/summary"] = AlertText.Literal($"{slo.Client ?? slo.Service}: promised is {slo.Objective}"),
        ["pyrra.dev/runbook_url"] = runbook.Section(BurnRateRules.FastBurn),
    };
}
