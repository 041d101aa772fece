using YamlDotNet.Serialization.NamingConventions;

namespace Kafka.Sli.Probe.Slo;

/// <summary>The same rules, for the Prometheus Operator of a Kubernetes cluster.</summary>
internal static class PrometheusRuleResource
{
    public static string Text(SloExport export) => YamlText.Of(
        [
            "The SLOs of a Kafka, for the Prometheus Operator: recording rules by Sloth's names, and alerts.",
            $"Made by: {export.Command}",
            "kubectl apply -n NAMESPACE -f FILE, with the labels that your Prometheus selects rules by (its ruleSelector).",
            $"Not to be edited: change the plan, and make it anew. What to do when an alert fires: {export.Runbook.Address}",
        ],
        CamelCaseNamingConvention.Instance,
        [new KubernetesObject("monitoring.coreos.com/v1", "PrometheusRule", new(export.Name), new { Groups = PrometheusRules.Groups(export) })]);
}
