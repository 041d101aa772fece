using Kafka.Sli.Objectives;
using Kafka.Sli.Probe.Plan;

namespace Kafka.Sli.Probe.Slo;

/// <summary>Messages that never arrive are no event, and spend no budget: an outage of the consumers' side alone would be silent.</summary>
internal static class DeliveryOverdueAlert
{
    public const string Name = "KafkaSliDeliveryOverdue";

    /// <summary>What the page over an hour lets be spent of a budget.</summary>
    private const double PagedShare = 0.02;

    private static readonly TimeSpan ShortestThreshold = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ThresholdWithoutObjective = TimeSpan.FromMinutes(2);

    public static Rule Of(CellPlan cell, SloExport export)
    {
        var promised = export.Slos.Where(s => s.Client == cell.Name && s.Objective.Indicator == ServiceLevelIndicator.Delivery).MinBy(s => Threshold(s.Objective));
        var threshold = promised is null ? ThresholdWithoutObjective : Threshold(promised.Objective);
        return new()
        {
            Alert = Name,
            Expr = $"max by (kafka_sli_client) ({Metric.Select(Metric.Overdue, export.Selector, Metric.Is("kafka_sli_client", cell.Name))}) > {PromQl.Number(threshold.TotalSeconds)}",
            Labels = CellAlert.Labels(cell, export, promised is null ? "ticket" : "page", promised),
            Annotations = AlertText.Of(
                export.Runbook,
                Name,
                "{{ $labels.kafka_sli_client }}: acknowledged messages have not arrived for {{ $value | humanizeDuration }}",
                $"The oldest message that is acknowledged and not read is {{{{ $value | humanizeDuration }}}} old; more than {PromQl.Duration(threshold)} {(promised is null ? "is worth a look" : $"costs as much of the budget of {AlertText.Literal(promised.Objective.ToString())} as a page allows")}."),
        };
    }

    /// <summary>The objective's own, and then as long as total silence takes to cost that share of its budget.</summary>
    private static TimeSpan Threshold(Objective objective)
    {
        var silence = objective.Window * PagedShare * (double)(1 - (decimal)objective.Target);
        var threshold = TimeSpan.FromSeconds(Math.Ceiling(Math.Round((objective.Threshold + silence).TotalSeconds, 3)));
        return threshold > ShortestThreshold ? threshold : ShortestThreshold;
    }
}
