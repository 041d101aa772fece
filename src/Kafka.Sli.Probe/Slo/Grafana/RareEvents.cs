namespace Kafka.Sli.Probe.Slo.Grafana;

/// <summary>
/// Counters whose series begin with their first event. Prometheus sees no increase in what was not there before, so that the first outage would never be seen:
/// what has come into being within the range counts from nothing.
/// </summary>
internal static class RareEvents
{
    public static string Increase(string series, string range, string by) => $"sum by ({by}) (({series} unless {series} offset {range}) or increase({series}[{range}]))";

    /// <summary>The same of all of them, and 0 as long as there is none.</summary>
    public static string Total(string series, string range) => $"{Increase(series, range, "")} or vector(0)";

    /// <summary>The same by something, and one 0 as long as there is none.</summary>
    public static string OrNone(string series, string range, string by) => $"{Increase(series, range, by)} or on () vector(0)";
}
