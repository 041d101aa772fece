using Kafka.Sli.Probe.Plan;

namespace Kafka.Sli.Probe.Slo;

/// <summary>The cluster had said that it has a message, and it is not in the log.</summary>
internal static class MessagesLostAlert
{
    public const string Name = "KafkaSliMessagesLost";

    /// <summary>One loss is told for this long: it heals by nothing.</summary>
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(30);

    public static Rule Of(CellPlan cell, SloExport export) => new()
    {
        Alert = Name,
        Expr = $"sum by (kafka_sli_client) (increase({Metric.Select(Metric.Messages, export.Selector, Metric.Is("kafka_sli_client", cell.Name), Metric.Is("kafka_sli_probe_verdict", "lost"))}[{PromQl.Duration(Window)}])) > 0",
        Labels = CellAlert.Labels(cell, export, AcceptsLoss(cell) ? "ticket" : "page"),
        Annotations = AlertText.Of(
            export.Runbook,
            Name,
            "{{ $labels.kafka_sli_client }}: {{ $value | printf \"%.0f\" }} acknowledged messages are lost",
            $"Later messages of the same stream were read and these were not, in the last {PromQl.Duration(Window)} ({{{{ $value | printf \"%.0f\" }}}}). What services wrote meanwhile may be lost too."),
    };

    /// <summary>With acks=1 a leader that dies takes along what nobody else has: that is what the configuration says, and wakes nobody.</summary>
    private static bool AcceptsLoss(CellPlan cell) => (cell.Producer.GetValueOrDefault("acks") ?? cell.Producer.GetValueOrDefault("request.required.acks")) == "1";
}
