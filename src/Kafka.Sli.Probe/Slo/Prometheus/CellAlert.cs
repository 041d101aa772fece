using Kafka.Sli.Probe.Plan;

namespace Kafka.Sli.Probe.Slo;

/// <summary>What the probe alone knows of a cell, and no SLO can tell.</summary>
internal static class CellAlert
{
    public static IReadOnlyList<Rule> AllOf(CellPlan cell, SloExport export) =>
        [ProbeAbsentAlert.Of(cell, export), .. ProbeSilentAlert.Of(cell, export), DeliveryOverdueAlert.Of(cell, export), MessagesLostAlert.Of(cell, export)];

    /// <summary>Those of the series too: Prometheus takes rules for twice the same unless their own labels differ.</summary>
    public static Dictionary<string, string> Labels(CellPlan cell, SloExport export, string severity, ServiceSlo? slo = null)
    {
        var labels = new Dictionary<string, string>
        {
            ["severity"] = severity,
            ["sloth_service"] = export.Services[cell.Name],
            ["kafka_cluster"] = cell.Cluster,
            ["kafka_sli_client"] = AlertText.Literal(cell.Name),
        };
        if (slo is not null)
        {
            labels["kafka_sli_objective"] = AlertText.Literal(slo.Objective.Name);
        }

        return labels;
    }
}
