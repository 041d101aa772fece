using Kafka.Sli.Objectives;
using Microsoft.Extensions.Configuration;

namespace Kafka.Sli.DependencyInjection;

/// <summary>An objective in the application's configuration: one line of text, or a section with a key for each part of it.</summary>
internal static class ConfiguredObjective
{
    private static readonly string[] Parts = ["Name", "Sli", "Destinations", "Client", "Threshold", "Target", "Window"];

    /// <exception cref="FormatException">It is wrong; the message says where and what would be right.</exception>
    public static Objective Read(IConfigurationSection section)
    {
        if (section.Value is { } text)
        {
            return Objective.TryParse(text, out var parsed, out var error) ? parsed : throw new FormatException($"{section.Path}: {error}");
        }

        if (section.GetChildren().FirstOrDefault(child => !Parts.Contains(child.Key, StringComparer.OrdinalIgnoreCase)) is { } unknown)
        {
            throw new FormatException($"{unknown.Path}: an objective has no such part; it has {string.Join(", ", Parts)}");
        }

        var objective = new Objective
        {
            Name = section["Name"]!,
            Indicator = Part(section, "Sli", IndicatorNames.Parse, $"is no SLI; it is one of {string.Join(", ", IndicatorNames.All)}"),
            Destinations = [.. Texts(section.GetSection("Destinations"))],
            Client = section["Client"],
            Threshold = Part(section, "Threshold", Duration, "is no duration; write it like 40ms, 1.5s or 2m"),
            Target = Part(section, "Target", ObjectiveText.ParseTarget, "is no number of percent; write it like 99.9%"),
            Window = section["Window"] is null ? Objective.DefaultWindow : Part(section, "Window", Duration, "is no duration; write it like 1h or 30d"),
        };
        return objective.Fault() is { } fault ? throw new FormatException($"{section.Path}: {fault}") : objective;
    }

    /// <summary>A list, or one text with commas.</summary>
    public static IEnumerable<string> Texts(IConfigurationSection section) =>
        section.Value is { } text ? ObjectiveText.Names(text) : section.GetChildren().Select(child => child.Value).OfType<string>();

    private static TPart Part<TPart>(IConfigurationSection section, string name, Func<string, TPart?> parse, string whatIsWrong)
        where TPart : struct
    {
        var text = section[name] ?? throw new FormatException($"{section.Path}:{name}: is missing");
        return parse(text) ?? throw new FormatException($"{section.Path}:{name}: '{text}' {whatIsWrong}");
    }

    private static TimeSpan? Duration(string text) => DurationText.TryParse(text, out var duration) ? duration : null;
}
