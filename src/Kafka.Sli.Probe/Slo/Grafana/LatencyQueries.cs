using System.Globalization;

namespace Kafka.Sli.Probe.Slo.Grafana;

/// <summary>What a histogram of seconds says.</summary>
/// <param name="Name">Without its suffixes.</param>
/// <param name="Matchers">Which of its series.</param>
internal sealed record LatencyQueries(string Name, string Matchers)
{
    private const string Range = "$__rate_interval";

    /// <summary>Whether a series may begin with all that it will ever have.</summary>
    public bool IsRare { get; init; }

    public PanelQuery Quantile(double quantile, string legend, string by = "") => new(
        string.Create(CultureInfo.InvariantCulture, $"histogram_quantile({quantile}, {Buckets(by)})"), legend)
    {
        HasExemplars = true,
    };

    /// <summary>Median, 99th percentile, and the upper bound of the slowest bucket with anything in it.</summary>
    public PanelQuery[] Spread() => [Quantile(0.5, "p50"), Quantile(0.99, "p99"), Quantile(1, "slowest bucket")];

    /// <summary>For a heatmap.</summary>
    public PanelQuery Heat() => new(Buckets(""), "{{le}}") { HasExemplars = true };

    private string Buckets(string by)
    {
        var (series, labels) = ($"{Name}_bucket{{{Matchers}}}", by.Length == 0 ? "le" : $"{by}, le");
        return IsRare ? RareEvents.Increase(series, Range, labels) : $"sum by ({labels}) (rate({series}[{Range}]))";
    }
}
