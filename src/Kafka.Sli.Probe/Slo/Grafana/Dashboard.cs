using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Kafka.Sli.Probe.Slo.Grafana;

/// <summary>A dashboard, in the form that Grafana's import and its provisioning both take: without inputs, for the data source is a variable.</summary>
internal sealed record Dashboard(DashboardKind Kind, string Title, string Description, IReadOnlyList<DashboardVariable> Variables, IReadOnlyList<Section> Sections)
{
    /// <summary>What they find each other by.</summary>
    public const string Tag = "kafka-sli";

    /// <summary>Of Grafana 12; older ones read it too, for nothing in it is newer than Grafana 10.</summary>
    private const int SchemaVersion = 42;

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public string ToText() => ToJson().ToJsonString(Readable) + "\n";

    private JsonObject ToJson() => new()
    {
        ["uid"] = GrafanaDashboards.Uid(Kind),
        ["title"] = Title,
        ["description"] = Description,
        ["tags"] = new JsonArray(Tag),
        ["schemaVersion"] = SchemaVersion,
        ["editable"] = true,
        ["graphTooltip"] = 1,
        ["refresh"] = "30s",
        ["time"] = new JsonObject { ["from"] = "now-1h", ["to"] = "now" },
        ["timezone"] = "browser",
        ["annotations"] = new JsonObject { ["list"] = new JsonArray() },
        ["links"] = new JsonArray(LinkToTheOthers()),
        ["templating"] = new JsonObject { ["list"] = new JsonArray([.. Variables.Select(v => v.ToJson())]) },
        ["panels"] = PanelGrid.Place(Sections),
    };

    private static JsonObject LinkToTheOthers() => new()
    {
        ["type"] = "dashboards",
        ["title"] = "Kafka SLI",
        ["tags"] = new JsonArray(Tag),
        ["asDropdown"] = false,
        ["includeVars"] = true,
        ["keepTime"] = true,
        ["targetBlank"] = false,
    };
}
