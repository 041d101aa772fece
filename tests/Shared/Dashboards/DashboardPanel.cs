using System.Text.Json.Nodes;

namespace Kafka.Sli.Probe.Shared;

/// <summary>One panel of a dashboard's file.</summary>
internal sealed class DashboardPanel(JsonObject json)
{
    public int Id => (int)json["id"]!;

    public string Title => (string)json["title"]!;

    public string? Description => (string?)json["description"];

    public string? Unit => (string?)json["fieldConfig"]?["defaults"]?["unit"];

    public bool IsRow => (string)json["type"]! == "row";

    public (int X, int Y, int Width, int Height) Position => (At("x"), At("y"), At("w"), At("h"));

    public IReadOnlyList<(string Expression, bool IsInstant, bool HasExemplars)> Queries =>
        [.. (json["targets"]?.AsArray() ?? []).Select(t => ((string)t!["expr"]!, (bool)t["instant"]!, (bool)t["exemplar"]!))];

    private int At(string key) => (int)json["gridPos"]![key]!;
}
