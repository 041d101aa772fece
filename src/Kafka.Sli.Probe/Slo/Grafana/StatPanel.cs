using System.Text.Json.Nodes;

namespace Kafka.Sli.Probe.Slo.Grafana;

/// <summary>A tile for each series, with its number as it is now.</summary>
internal sealed record StatPanel : Panel
{
    protected override string Type => "stat";

    protected override JsonObject Options() => new()
    {
        ["colorMode"] = Thresholds.HasSteps ? "background" : "value",
        ["graphMode"] = "none",
        ["justifyMode"] = "auto",
        ["orientation"] = "auto",
        ["textMode"] = "value_and_name",
        ["reduceOptions"] = new JsonObject { ["calcs"] = new JsonArray("lastNotNull"), ["fields"] = "", ["values"] = false },
    };
}
