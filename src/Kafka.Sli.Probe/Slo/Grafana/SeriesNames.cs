namespace Kafka.Sli.Probe.Slo.Grafana;

/// <summary>What instruments and attributes are called in Prometheus.</summary>
internal static class SeriesNames
{
    public const string Client = "kafka_sli_client";
    public const string Objective = "kafka_sli_objective";
    public const string Broker = "kafka_broker_id";
    public const string Destination = "messaging_destination_name";

    public const string Events = "kafka_sli_events_total";
    public const string Threshold = "kafka_sli_objective_threshold_seconds";

    /// <summary>The latencies that tell what a user of Kafka waits for, by our own stamp.</summary>
    public const string Usual = "kafka_sli_outcome=\"\",kafka_sli_stamp=\"\",messaging_operation_name=\"\"";

    /// <summary>A gauge of the unit 1: who takes it over OTLP adds <c>_ratio</c> to its name, the exporter of OpenTelemetry .NET does not.</summary>
    public static string Ratio(string name, string matchers) => $$"""{__name__=~"{{name}}(_ratio)?",{{matchers}}}""";
}
