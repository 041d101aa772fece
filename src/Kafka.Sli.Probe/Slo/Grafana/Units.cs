namespace Kafka.Sli.Probe.Slo.Grafana;

/// <summary>Units, as Grafana calls them.</summary>
internal static class Units
{
    public const string Seconds = "s";

    /// <summary>A share of 1, shown as per cent.</summary>
    public const string Share = "percentunit";

    public const string Count = "short";

    /// <summary>A multiple of something.</summary>
    public const string Multiple = "none";

    public const string EventsPerSecond = "cps";
}
