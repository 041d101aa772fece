using System.Text.Json.Nodes;

namespace Kafka.Sli.Probe.Slo.Grafana;

/// <summary>A line for each set of labels, a column for each label and each query.</summary>
internal sealed record TablePanel : Panel
{
    /// <summary>Labels, in the order of their columns.</summary>
    public required IReadOnlyList<(string Label, string Title)> Labels { get; init; }

    /// <summary>What the queries' columns are called, and how they are shown.</summary>
    public required IReadOnlyList<TableColumn> Columns { get; init; }

    protected override string Type => "table";

    protected override string Format => "table";

    protected override JsonObject Options() => new() { ["showHeader"] = true, ["cellHeight"] = "sm" };

    protected override JsonArray Overrides() => new([.. Columns.Select(c => c.ToOverride()), .. Labels.Select(LinkToCell).OfType<JsonObject>()]);

    protected override void AddTo(JsonObject panel)
    {
        string[] fields = [.. Labels.Select(l => l.Label), .. Queries.Select((_, i) => $"Value #{(char)('A' + i)}")];
        string[] titles = [.. Labels.Select(l => l.Title), .. Columns.Select(c => c.Title)];
        panel["transformations"] = new JsonArray(
            new JsonObject { ["id"] = "merge", ["options"] = new JsonObject() },
            new JsonObject
            {
                ["id"] = "organize",
                ["options"] = new JsonObject
                {
                    ["excludeByName"] = new JsonObject { ["Time"] = true },
                    ["indexByName"] = Object(fields.Select((f, i) => (f, (JsonNode)i))),
                    ["renameByName"] = Object(fields.Zip(titles, (f, t) => (f, (JsonNode)t))),
                },
            });
    }

    private static JsonObject Object(IEnumerable<(string Key, JsonNode Value)> pairs) => new(pairs.Select(p => KeyValuePair.Create(p.Key, (JsonNode?)p.Value)));

    private static JsonObject? LinkToCell((string Label, string Title) label) => label.Label != SeriesNames.Client ? null : new()
    {
        ["matcher"] = new JsonObject { ["id"] = "byName", ["options"] = label.Title },
        ["properties"] = new JsonArray(new JsonObject
        {
            ["id"] = "links",
            ["value"] = new JsonArray(new JsonObject
            {
                ["title"] = "This cell",
                ["url"] = $"/d/{GrafanaDashboards.Uid(DashboardKind.Cell)}?var-datasource=${{datasource}}&var-cell=${{__value.text:percentencode}}&${{__url_time_range}}",
            }),
        }),
    };
}
