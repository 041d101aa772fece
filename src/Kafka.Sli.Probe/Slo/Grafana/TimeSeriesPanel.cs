using System.Text.Json.Nodes;

namespace Kafka.Sli.Probe.Slo.Grafana;

/// <summary>Lines over time; those of thresholds are dashed.</summary>
internal sealed record TimeSeriesPanel : Panel
{
    /// <summary>What the legend of a threshold begins with.</summary>
    public const string ThresholdLegend = "threshold ";

    /// <summary>Latencies of a millisecond and of a minute are seen on one scale.</summary>
    public bool IsLogarithmic { get; init; }

    /// <summary>Counts are bars on top of each other.</summary>
    public bool IsStacked { get; init; }

    protected override string Type => "timeseries";

    protected override JsonObject Custom() => new()
    {
        ["drawStyle"] = IsStacked ? "bars" : "line",
        ["lineWidth"] = 1,
        ["fillOpacity"] = IsStacked ? 80 : 5,
        ["showPoints"] = "auto",
        ["spanNulls"] = false,
        ["stacking"] = new JsonObject { ["mode"] = IsStacked ? "normal" : "none" },
        ["scaleDistribution"] = IsLogarithmic ? new JsonObject { ["type"] = "log", ["log"] = 10 } : new JsonObject { ["type"] = "linear" },
        ["thresholdsStyle"] = new JsonObject { ["mode"] = Thresholds.HasSteps ? "line" : "off" },
    };

    protected override JsonArray Overrides() => Queries.Any(q => q.Legend.StartsWith(ThresholdLegend, StringComparison.Ordinal)) ? [Dashed()] : [];

    protected override JsonObject Options() => new()
    {
        ["legend"] = new JsonObject { ["displayMode"] = "table", ["placement"] = "bottom", ["showLegend"] = true, ["calcs"] = new JsonArray("lastNotNull", "max") },
        ["tooltip"] = new JsonObject { ["mode"] = "multi", ["sort"] = "desc" },
    };

    private static JsonObject Dashed() => new()
    {
        ["matcher"] = new JsonObject { ["id"] = "byRegexp", ["options"] = $"/^{ThresholdLegend}/" },
        ["properties"] = new JsonArray(
            new JsonObject { ["id"] = "custom.lineStyle", ["value"] = new JsonObject { ["fill"] = "dash", ["dash"] = new JsonArray(10, 10) } },
            new JsonObject { ["id"] = "custom.fillOpacity", ["value"] = 0 },
            new JsonObject { ["id"] = "color", ["value"] = new JsonObject { ["mode"] = "fixed", ["fixedColor"] = "red" } }),
    };
}
