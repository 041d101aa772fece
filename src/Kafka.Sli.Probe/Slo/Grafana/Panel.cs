using System.Text.Json.Nodes;

namespace Kafka.Sli.Probe.Slo.Grafana;

/// <summary>What all kinds of panels have.</summary>
internal abstract record Panel
{
    public required string Title { get; init; }

    /// <summary>What the number means, and in which unit it is.</summary>
    public required string Description { get; init; }

    /// <summary>As Grafana calls it.</summary>
    public required string Unit { get; init; }

    public required IReadOnlyList<PanelQuery> Queries { get; init; }

    public int Width { get; init; } = 12;

    public int Height { get; init; } = 8;

    public Thresholds Thresholds { get; init; } = Thresholds.None;

    /// <summary>What is shown when there is nothing, where that is as it should be.</summary>
    public string? NoValue { get; init; }

    /// <summary>What is spent on a query that looks far back.</summary>
    public int? MaxDataPoints { get; init; }

    /// <summary>Texts that stand for values.</summary>
    public IReadOnlyList<ValueText> Texts { get; init; } = [];

    protected abstract string Type { get; }

    protected virtual string Format => "time_series";

    public JsonObject ToJson(int id, JsonObject position)
    {
        var panel = new JsonObject
        {
            ["id"] = id,
            ["type"] = Type,
            ["title"] = Title,
            ["description"] = Description,
            ["gridPos"] = position,
            ["datasource"] = PanelQuery.DataSource(),
            ["targets"] = new JsonArray([.. Queries.Select((q, i) => q.ToJson(i, Format))]),
            ["fieldConfig"] = new JsonObject { ["defaults"] = Defaults(), ["overrides"] = Overrides() },
            ["options"] = Options(),
        };
        if (MaxDataPoints is { } most)
        {
            panel["maxDataPoints"] = most;
        }

        AddTo(panel);
        return panel;
    }

    protected abstract JsonObject Options();

    protected virtual JsonObject Custom() => [];

    protected virtual JsonArray Overrides() => [];

    /// <summary>What only one kind has.</summary>
    protected virtual void AddTo(JsonObject panel)
    {
    }

    private JsonObject Defaults()
    {
        var defaults = new JsonObject { ["unit"] = Unit, ["custom"] = Custom(), ["thresholds"] = Thresholds.ToJson(), ["mappings"] = ValueText.ToJson(Texts) };
        if (NoValue is not null)
        {
            defaults["noValue"] = NoValue;
        }

        return defaults;
    }
}
