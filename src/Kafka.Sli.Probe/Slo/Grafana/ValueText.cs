using System.Text.Json.Nodes;

namespace Kafka.Sli.Probe.Slo.Grafana;

/// <summary>A text that stands for a range of values.</summary>
internal sealed record ValueText(double From, double To, string Text, string Color)
{
    public static JsonArray ToJson(IEnumerable<ValueText> texts) => new([.. texts.Select((t, i) => t.ToJson(i))]);

    private JsonObject ToJson(int index) => new()
    {
        ["type"] = "range",
        ["options"] = new JsonObject
        {
            ["from"] = From,
            ["to"] = To,
            ["result"] = new JsonObject { ["index"] = index, ["text"] = Text, ["color"] = Color },
        },
    };
}
