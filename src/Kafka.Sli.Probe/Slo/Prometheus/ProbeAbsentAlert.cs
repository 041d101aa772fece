using Kafka.Sli.Probe.Plan;

namespace Kafka.Sli.Probe.Slo;

/// <summary>Nobody measures a cell: what its users see is not known, and may be the outage itself.</summary>
internal static class ProbeAbsentAlert
{
    public const string Name = "KafkaSliProbeAbsent";

    /// <summary>Longer than a restart: a minute to end in order, and some seconds to begin.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    public static Rule Of(CellPlan cell, SloExport export) => new()
    {
        Alert = Name,
        Expr = $"absent({Metric.Select(Metric.Events, export.Selector, Metric.Is("kafka_sli_client", cell.Name))})",
        For = PromQl.Duration(Patience),
        Labels = CellAlert.Labels(cell, export, "page"),
        Annotations = AlertText.Of(
            export.Runbook,
            Name,
            "{{ $labels.kafka_sli_client }}: nobody measures it",
            $"No instance of the probe has exported its events for {PromQl.Duration(Patience)}. What the users of the cluster see is not known: the probe may be down, not scraped, or run by another plan."),
    };
}
