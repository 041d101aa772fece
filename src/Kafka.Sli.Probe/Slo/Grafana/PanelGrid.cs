using System.Text.Json.Nodes;

namespace Kafka.Sli.Probe.Slo.Grafana;

/// <summary>Places panels from left to right and from top to bottom, as a text is set.</summary>
internal static class PanelGrid
{
    private const int Columns = 24;

    public static JsonArray Place(IEnumerable<Section> sections)
    {
        var placed = new JsonArray();
        var top = 0;
        foreach (var section in sections)
        {
            placed.Add((JsonNode)Heading(section.Title, placed.Count + 1, top++));
            var (left, height) = (0, 0);
            foreach (var panel in section.Panels)
            {
                if (left + panel.Width > Columns)
                {
                    (left, top, height) = (0, top + height, 0);
                }

                placed.Add((JsonNode)panel.ToJson(placed.Count + 1, Position(left, top, panel.Width, panel.Height)));
                (left, height) = (left + panel.Width, Math.Max(height, panel.Height));
            }

            top += height;
        }

        return placed;
    }

    private static JsonObject Heading(string title, int id, int top) => new()
    {
        ["id"] = id,
        ["type"] = "row",
        ["title"] = title,
        ["collapsed"] = false,
        ["gridPos"] = Position(0, top, Columns, 1),
        ["panels"] = new JsonArray(),
    };

    private static JsonObject Position(int left, int top, int width, int height) => new() { ["x"] = left, ["y"] = top, ["w"] = width, ["h"] = height };
}
