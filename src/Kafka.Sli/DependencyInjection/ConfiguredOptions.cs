using System.Globalization;
using Kafka.Sli.Objectives;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Kafka.Sli.DependencyInjection;

/// <summary>
/// Reads the options from the section <c>Kafka:Sli</c> of the application's configuration, before the code sets its own. What is wrong is told
/// with all other faults when the host starts.
/// </summary>
internal sealed class ConfiguredOptions : IConfigureOptions<KafkaSliOptions>
{
    public const string Section = "Kafka:Sli";

    private static readonly string[] OfClients = ["Producer", "Producers", "Consumer", "Consumers"];

    private static readonly Dictionary<string, Action<KafkaSliOptions, IConfigurationSection>> Readers = new(StringComparer.OrdinalIgnoreCase)
    {
        [nameof(KafkaSliOptions.Objectives)] = ReadObjectives,
        [nameof(KafkaSliOptions.ErrorBudgetFolder)] = (options, section) => options.ErrorBudgetFolder = Text(section),
        [nameof(KafkaSliOptions.SentStamp)] = (options, section) => options.SentStamp = Switch(section),
        [nameof(KafkaSliOptions.TopicsWithoutStamp)] = (options, section) => options.TopicsWithoutStamp.UnionWith(ConfiguredObjective.Texts(section)),
        [nameof(KafkaSliOptions.MeasureProduceWithoutHandler)] = (options, section) => options.MeasureProduceWithoutHandler = Switch(section),
        [nameof(KafkaSliOptions.Backlog)] = (options, section) => options.Backlog = Choice<BacklogJudgement>(section),
        [nameof(KafkaSliOptions.JudgeMessageTimestamp)] = (options, section) => options.JudgeMessageTimestamp = Switch(section),
        [nameof(KafkaSliOptions.DestinationLimit)] = (options, section) => options.DestinationLimit = Number(section),
        [nameof(KafkaSliOptions.ConsumerGroup)] = (options, section) => options.ConsumerGroup = Text(section),
        [nameof(KafkaSliOptions.WarmUp)] = (options, section) => options.WarmUp = Duration(section),
        [nameof(KafkaSliOptions.Conventions)] = (options, section) => options.Conventions = Switch(section),
        [nameof(KafkaSliOptions.Traces)] = (options, section) => options.Traces = Switch(section),
        [nameof(KafkaSliOptions.ProcessSpans)] = (options, section) => options.ProcessSpans = Switch(section),
    };

    private readonly IConfiguration? _configuration;

    public ConfiguredOptions(IConfiguration? configuration = null) => _configuration = configuration;

    public void Configure(KafkaSliOptions options)
    {
        foreach (var section in _configuration?.GetSection(Section).GetChildren() ?? [])
        {
            if (Readers.TryGetValue(section.Key, out var read))
            {
                if (IsGiven(section))
                {
                    Try(options, () => read(options, section));
                }
            }
            else if (!OfClients.Contains(section.Key, StringComparer.OrdinalIgnoreCase))
            {
                options.ConfigurationFaults.Add($"{section.Path}: there is no such option; there are {string.Join(", ", Readers.Keys.Concat(OfClients))}");
            }
        }
    }

    /// <summary>What one file of the configuration gives, another one can take back with <c>null</c>.</summary>
    public static bool IsGiven(IConfigurationSection section) => section.Value is not null || section.GetChildren().Any();

    /// <summary>An empty list is an empty text to some of the configuration's providers.</summary>
    private static void ReadObjectives(KafkaSliOptions options, IConfigurationSection section)
    {
        foreach (var objective in string.IsNullOrEmpty(section.Value) ? section.GetChildren().Where(IsGiven) : [section])
        {
            Try(options, () => options.Objectives.Add(ConfiguredObjective.Read(objective)));
        }
    }

    private static void Try(KafkaSliOptions options, Action read)
    {
        try
        {
            read();
        }
        catch (FormatException e)
        {
            options.ConfigurationFaults.Add(e.Message);
        }
    }

    private static string Text(IConfigurationSection section) =>
        section.Value ?? throw new FormatException($"{section.Path}: is a section or a list; give it one value, as text");

    private static bool Switch(IConfigurationSection section) =>
        bool.TryParse(Text(section), out var value) ? value : throw new FormatException($"{section.Path}: '{section.Value}' is neither true nor false");

    private static int Number(IConfigurationSection section) =>
        int.TryParse(Text(section), NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new FormatException($"{section.Path}: '{section.Value}' is no number of one or more digits");

    private static TimeSpan Duration(IConfigurationSection section) =>
        DurationText.TryParse(Text(section), out var value)
            ? value
            : throw new FormatException($"{section.Path}: '{section.Value}' is no duration; write it like 500ms or 10s");

    private static TChoice Choice<TChoice>(IConfigurationSection section)
        where TChoice : struct, Enum =>
        Enum.GetNames<TChoice>().FirstOrDefault(name => name.Equals(Text(section), StringComparison.OrdinalIgnoreCase)) is { } name
            ? Enum.Parse<TChoice>(name)
            : throw new FormatException($"{section.Path}: '{section.Value}' is none of {string.Join(", ", Enum.GetNames<TChoice>())}");
}
