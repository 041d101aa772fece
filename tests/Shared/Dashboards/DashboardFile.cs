using System.Text.Json.Nodes;

namespace Kafka.Sli.Probe.Shared;

/// <summary>A dashboard as Grafana reads it from a file.</summary>
internal sealed class DashboardFile
{
    private readonly JsonObject _json;

    private DashboardFile(JsonObject json) => _json = json;

    public string Uid => (string)_json["uid"]!;

    public bool HasInputs => _json.ContainsKey("__inputs");

    public IReadOnlyList<JsonObject> Variables => [.. _json["templating"]!["list"]!.AsArray().Select(v => v!.AsObject())];

    /// <summary>Rows included.</summary>
    public IReadOnlyList<DashboardPanel> Panels => [.. _json["panels"]!.AsArray().Select(p => new DashboardPanel(p!.AsObject()))];

    public static DashboardFile Parse(string text) => new(JsonNode.Parse(text)!.AsObject());
}
