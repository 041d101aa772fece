namespace Kafka.Sli.Probe.Slo.Grafana;

/// <summary>What became of each message of one cell.</summary>
internal static class CellLedgerPanels
{
    private const string Messages = $"kafka_sli_probe_messages_total{{{ProbeScope.Cell}}}";

    public static Section Section() => new(
        "Ledger",
        new StatPanel
        {
            Title = "Messages by verdict",
            Description = "What became of messages by the log, within the range shown. Each is one of delivered, lost, failed or unknown; phantom, duplicate, reordered and late are told beside it. A count.",
            Unit = Units.Count,
            Queries = [new($"sum by (kafka_sli_probe_verdict) (increase({Messages}[$__range]))", "{{kafka_sli_probe_verdict}}") { IsInstant = true }],
            Width = 24,
            Height = 5,
        },
        new TimeSeriesPanel
        {
            Title = "Messages other than delivered",
            Description = "By verdict. Messages a second.",
            Unit = Units.EventsPerSecond,
            IsStacked = true,
            Queries = [new($"sum by (kafka_sli_probe_verdict) (rate(kafka_sli_probe_messages_total{{{ProbeScope.Cell},kafka_sli_probe_verdict!=\"delivered\"}}[$__rate_interval]))", "{{kafka_sli_probe_verdict}}")],
        },
        new TimeSeriesPanel
        {
            Title = "What happened to log, topic and clients",
            Description = "Breaks of a partition's log, changes of the topic, clients that were replaced, partitions taken over. A count within each step.",
            Unit = Units.Count,
            IsStacked = true,
            Queries =
            [
                new(RareEvents.OrNone($"kafka_sli_probe_log_breaks_total{{{ProbeScope.Cell}}}", "$__rate_interval", "kafka_sli_probe_log_break"), "log: {{kafka_sli_probe_log_break}}"),
                new(RareEvents.OrNone($"kafka_sli_probe_topic_changes_total{{{ProbeScope.Cell}}}", "$__rate_interval", "kafka_sli_probe_topic_change"), "topic: {{kafka_sli_probe_topic_change}}"),
                new(RareEvents.Total($"kafka_sli_probe_client_renewals_total{{{ProbeScope.Cell}}}", "$__rate_interval"), "client replaced"),
                new(RareEvents.OrNone($"kafka_sli_probe_ledger_rebuilds_total{{{ProbeScope.Cell}}}", "$__rate_interval", "kafka_sli_probe_ledger_view"), "taken over: {{kafka_sli_probe_ledger_view}}"),
            ],
        });
}
