using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Kafka.Sli.Objectives;

/// <summary>The one-line form of an objective.</summary>
internal static partial class ObjectiveText
{
    private const RegexOptions PatternOptions = RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant;
    private const int PatternTimeout = 1000;
    private const string Pattern =
        """
        ^\s*(?<sli>[^\s:]+)
        (\s+of\s+(?<destination>[^\s:,]+(\s*,\s*[^\s:,]+)*))?
        (\s+by\s+(?<client>[^\s:]+))?
        \s*:\s*(?<target>[^\s%<]+)\s*%
        \s*<\s*(?<threshold>\S+)
        (\s+over\s+(?<window>\S+))?
        (\s+as\s+(?<name>\S+))?\s*$
        """;

    private const string Example = "produce of orders-*: 99.9% < 500ms over 30d";

    public static string Format(Objective objective)
    {
        var destinations = objective.Destinations.Count == 0 ? "" : $" of {string.Join(',', objective.Destinations)}";
        var client = objective.Client is null ? "" : $" by {objective.Client}";
        var window = objective.Window == Objective.DefaultWindow ? "" : $" over {DurationText.Format(objective.Window)}";
        var name = objective.Name == DefaultName(objective) ? "" : $" as {objective.Name}";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{IndicatorNames.Of(objective.Indicator)}{destinations}{client}: {(decimal)objective.Target * 100:0.##########}% < {DurationText.Format(objective.Threshold)}{window}{name}");
    }

    public static string DefaultName(Objective objective) => string.Join(
        '-',
        [IndicatorNames.Of(objective.Indicator), .. objective.Destinations, .. objective.Client is null ? (string[])[] : [objective.Client], DurationText.Format(objective.Threshold)]);

    /// <summary>Reads <c>99.9%</c>; <see langword="null"/> when it is no percentage.</summary>
    public static double? ParseTarget(string text) =>
        text.EndsWith('%') && decimal.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent)
            ? (double)(percent / 100)
            : null;

    /// <summary>The names in a text with commas.</summary>
    public static IEnumerable<string> Names(string text) => text.Split(',').Select(name => name.Trim()).Where(name => name.Length > 0);

    public static bool TryParse(string? text, [NotNullWhen(true)] out Objective? objective, [NotNullWhen(false)] out string? error)
    {
        objective = null;
        var match = Form().Match(text ?? "");
        if (!match.Success)
        {
            error = $"'{text}' is no objective; write it like '{Example}'";
            return false;
        }

        if (IndicatorNames.Parse(match.Groups["sli"].Value) is not { } indicator)
        {
            error = At("sli", $"is no SLI; it is one of {string.Join(", ", IndicatorNames.All)}");
            return false;
        }

        if (ParseTarget(match.Groups["target"].Value + "%") is not { } target)
        {
            error = At("target", "is no number of percent; write it like 99.9%");
            return false;
        }

        if (!DurationText.TryParse(match.Groups["threshold"].Value, out var threshold))
        {
            error = At("threshold", "is no duration; write it like 40ms, 1.5s or 2m");
            return false;
        }

        var window = Objective.DefaultWindow;
        if (match.Groups["window"].Success && !DurationText.TryParse(match.Groups["window"].Value, out window))
        {
            error = At("window", "is no duration; write it like 1h or 30d");
            return false;
        }

        var parsed = new Objective
        {
            Name = match.Groups["name"] is { Success: true } name ? name.Value : null!,
            Indicator = indicator,
            Destinations = [.. Names(match.Groups["destination"].Value)],
            Client = match.Groups["client"] is { Success: true } client ? client.Value : null,
            Threshold = threshold,
            Target = target,
            Window = window,
        };
        error = parsed.Fault();
        objective = error is null ? parsed : null;
        return error is null;

        string At(string group, string what) =>
            $"'{match.Groups[group].Value}' at position {match.Groups[group].Index + 1} of '{text}' {what}";
    }

    [GeneratedRegex(Pattern, PatternOptions, matchTimeoutMilliseconds: PatternTimeout)]
    private static partial Regex Form();
}
