namespace Kafka.Sli.Probe.Slo;

/// <summary>The metrics as Prometheus knows them, and how their series are selected.</summary>
internal static class Metric
{
    public const string Events = "kafka_sli_events_total";
    public const string Overdue = "kafka_sli_probe_delivery_overdue_seconds";
    public const string Messages = "kafka_sli_probe_messages_total";

    /// <param name="metric">Its name.</param>
    /// <param name="matchers">Those that are <see langword="null"/> are left out.</param>
    public static string Select(string metric, params IEnumerable<string?> matchers) => $"{metric}{{{string.Join(", ", matchers.Where(m => m is not null))}}}";

    public static string Is(string label, string value) => $"{label}={PromQl.Quote(value)}";
}
