using System.Text.Json.Nodes;

namespace Kafka.Sli.Probe.Slo.Grafana;

/// <summary>How the latencies of each moment are spread.</summary>
internal sealed record HeatmapPanel : Panel
{
    protected override string Type => "heatmap";

    protected override string Format => "heatmap";

    protected override JsonObject Options() => new()
    {
        ["calculate"] = false,
        ["cellGap"] = 1,
        ["color"] = new JsonObject { ["mode"] = "scheme", ["scheme"] = "Oranges", ["scale"] = "exponential", ["exponent"] = 0.5, ["steps"] = 64, ["reverse"] = false, ["fill"] = "dark-orange" },
        ["cellValues"] = new JsonObject { ["unit"] = Units.EventsPerSecond },
        ["exemplars"] = new JsonObject { ["color"] = "rgba(255,0,255,0.7)" },
        ["filterValues"] = new JsonObject { ["le"] = 1e-9 },
        ["legend"] = new JsonObject { ["show"] = true },
        ["rowsFrame"] = new JsonObject { ["layout"] = "auto" },
        ["tooltip"] = new JsonObject { ["mode"] = "single", ["showColorScale"] = true, ["yHistogram"] = true },
        ["yAxis"] = new JsonObject { ["axisPlacement"] = "left", ["reverse"] = false, ["unit"] = Unit },
    };
}
