namespace Kafka.Sli.Probe.Slo.Grafana;

/// <summary>What of the services is chosen.</summary>
internal static class ClientScope
{
    public const string Processes = "job=~\"$job\",instance=~\"$instance\"";
    public const string Clients = $"{Processes},kafka_sli_client=~\"$client\"";
    public const string Destinations = $"{Clients},messaging_destination_name=~\"$destination\"";

    /// <summary>A client, an objective or a topic need not have been named.</summary>
    private const string Anything = ".*";

    /// <summary>A series that everybody has who uses Kafka.Sli.</summary>
    private const string Everybody = "kafka_sli_internal_errors_total";

    public static IReadOnlyList<DashboardVariable> Variables { get; } =
    [
        DashboardVariable.DataSource,
        DashboardVariable.Many("job", "Service", Everybody, "job"),
        DashboardVariable.Many("instance", "Instance", $"{Everybody}{{job=~\"$job\"}}", "instance"),
        DashboardVariable.Many("client", "Client", $$"""{__name__=~"kafka_sli_.+",{{Processes}}}""", SeriesNames.Client, Anything),
        DashboardVariable.Many("destination", "Topic", $$"""{__name__=~"kafka_sli_(produce|delivery)_duration_seconds_count",{{Processes}}}""", SeriesNames.Destination, Anything),
        DashboardVariable.Many("objective", "Objective", $"{SeriesNames.Threshold}{{{Processes}}}", SeriesNames.Objective, Anything),
        DashboardVariable.Choice("window", "Budget over", "30d", "1d", "7d", "28d", "30d", "90d"),
    ];
}
