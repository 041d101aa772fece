using System.Text.Json.Nodes;

namespace Kafka.Sli.Probe.Slo.Grafana;

/// <summary>How a query is shown in a table.</summary>
internal sealed record TableColumn(string Title, string Unit, Thresholds? Thresholds = null, int Decimals = 2)
{
    public JsonObject ToOverride()
    {
        var properties = new JsonArray(Property("unit", Unit), Property("decimals", Decimals));
        if (Thresholds is not null)
        {
            properties.Add((JsonNode)Property("thresholds", Thresholds.ToJson()));
            properties.Add((JsonNode)Property("custom.cellOptions", new JsonObject { ["type"] = "color-background", ["mode"] = "basic" }));
        }

        return new() { ["matcher"] = new JsonObject { ["id"] = "byName", ["options"] = Title }, ["properties"] = properties };
    }

    private static JsonObject Property(string id, JsonNode value) => new() { ["id"] = id, ["value"] = value };
}
