using System.Text.Json.Nodes;

namespace Kafka.Sli.Probe.Slo.Grafana;

/// <summary>From which value on a panel shows which colour.</summary>
/// <param name="Below">The colour below the first step.</param>
internal sealed record Thresholds(string Below, params IReadOnlyList<(double From, string Color)> Steps)
{
    public static Thresholds None { get; } = new("green");

    /// <summary>Anything at all is bad.</summary>
    public static Thresholds MoreThanNothing { get; } = new("green", (1e-6, "red"));

    /// <summary>What is left of an error budget.</summary>
    public static Thresholds ErrorBudget { get; } = new("red", (0, "orange"), (0.25, "green"));

    /// <summary>The burn rates above which alerts of an objective over 30 days fire.</summary>
    public static Thresholds BurnRate { get; } = new("green", (1, "yellow"), (6, "orange"), (14.4, "red"));

    public bool HasSteps => Steps.Count > 0;

    public JsonObject ToJson() => new()
    {
        ["mode"] = "absolute",
        ["steps"] = new JsonArray([Step(null, Below), .. Steps.Select(s => Step(s.From, s.Color))]),
    };

    private static JsonObject Step(double? from, string color) => new() { ["color"] = color, ["value"] = from };
}
