using System.Text.Json.Nodes;

namespace Kafka.Sli.Probe.Slo.Grafana;

/// <summary>What the reader of a dashboard chooses. Values are asked from the data source, so that a dashboard outlives the plan that it was made of.</summary>
internal sealed class DashboardVariable
{
    private readonly JsonObject _json;

    private DashboardVariable(JsonObject json) => _json = json;

    public static DashboardVariable DataSource { get; } = new(new()
    {
        ["name"] = "datasource",
        ["label"] = "Data source",
        ["type"] = "datasource",
        ["query"] = "prometheus",
        ["refresh"] = 1,
    });

    /// <summary>One value at a time.</summary>
    public static DashboardVariable One(string name, string label, string series, string attribute) => OfLabel(name, label, series, attribute);

    /// <summary>Any number of values, and all of them at first.</summary>
    /// <param name="series">Which series are looked at.</param>
    /// <param name="allValue">What stands for all; without it each value, so that series without the label are left out.</param>
    public static DashboardVariable Many(string name, string label, string series, string attribute, string? allValue = null)
    {
        var variable = OfLabel(name, label, series, attribute);
        variable._json["multi"] = true;
        variable._json["includeAll"] = true;
        variable._json["current"] = new JsonObject { ["text"] = "All", ["value"] = "$__all" };
        if (allValue is not null)
        {
            variable._json["allValue"] = allValue;
        }

        return variable;
    }

    /// <summary>One of some values that are known beforehand.</summary>
    public static DashboardVariable Choice(string name, string label, string chosen, params IReadOnlyList<string> values) => new(new()
    {
        ["name"] = name,
        ["label"] = label,
        ["type"] = "custom",
        ["query"] = string.Join(',', values),
        ["current"] = new JsonObject { ["text"] = chosen, ["value"] = chosen },
    });

    public JsonNode ToJson() => _json.DeepClone();

    private static DashboardVariable OfLabel(string name, string label, string series, string attribute) => new(new()
    {
        ["name"] = name,
        ["label"] = label,
        ["type"] = "query",
        ["datasource"] = PanelQuery.DataSource(),
        ["query"] = new JsonObject { ["qryType"] = 1, ["query"] = $"label_values({series}, {attribute})", ["refId"] = name },
        ["definition"] = $"label_values({series}, {attribute})",
        ["refresh"] = 2,
        ["sort"] = 1,
    });
}
