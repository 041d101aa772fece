using System.Reflection;
using System.Text;
using Kafka.Sli.Objectives;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Kafka.Sli.Tests.Documents;

/// <summary>The tables of docs/configuration.md, from the option types, their documentation, and what a host says of values that are wrong.</summary>
internal static class ConfigurationReference
{
    private const string Unknown = "Unknown";

    /// <summary>For each type of option, what somebody may well write and what is refused.</summary>
    private static readonly Dictionary<Type, string[]> Wrong = new()
    {
        [typeof(bool)] = ["yes"],
        [typeof(int)] = ["many", "0"],
        [typeof(TimeSpan)] = ["00:00:10", "-1s"],
        [typeof(BacklogJudgement)] = ["Count"],
        [typeof(string)] = [" "],
        [typeof(ObjectiveCollection)] = ["produce: 100% < 5s"],
    };

    public static string OfService()
    {
        var configured = Configured();
        var table = new StringBuilder("| option, and key below `Kafka:Sli` | type | default | means | refused, for example |\n|---|---|---|---|---|\n");
        foreach (var property in Properties(typeof(KafkaSliOptions)))
        {
            var isConfigured = configured.Contains(property.Name);
            var name = isConfigured ? $"`{property.Name}`" : $"`{property.Name}`, in code only";
            table.Append(Row(name, TypeOf(property), DefaultOf(property, new KafkaSliOptions()), XmlDocs.Summary(property), isConfigured ? Refused(property) : ""));
        }

        return table.ToString();
    }

    public static string OfClient()
    {
        var table = new StringBuilder("| option | type | default | means | refused |\n|---|---|---|---|---|\n");
        foreach (var property in Properties(typeof(SliClientOptions)))
        {
            table.Append(Row($"`{property.Name}`", TypeOf(property), DefaultOf(property, new SliClientOptions()), XmlDocs.Summary(property), XmlDocs.Exception(property) ?? ""));
        }

        return table.ToString();
    }

    private static string Row(params string[] cells) => $"| {string.Join(" | ", cells.Select(c => c.Replace("|", "\\|", StringComparison.Ordinal)))} |\n".Replace("|  |", "| |", StringComparison.Ordinal);

    /// <summary>In the order in which they are declared.</summary>
    private static IEnumerable<PropertyInfo> Properties(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).OrderBy(p => p.MetadataToken);

    /// <summary>The keys that a host names to whoever gives it another.</summary>
    private static string[] Configured() =>
        Faults(Unknown, "x").Single().Split("there are ")[1].Split(", ");

    private static string Refused(PropertyInfo property) => string.Join("; ", Wrong
        .GetValueOrDefault(property.PropertyType, [])
        .SelectMany(value => Faults(property.Name, value).Select(fault => $"`{value}`: {Told(fault, property.Name)}")));

    /// <summary>Without the place, which is the row.</summary>
    private static string Told(string fault, string key) => fault[(fault.IndexOf(key, StringComparison.Ordinal) + key.Length)..].TrimStart(':', '0', ' ');

    private static IEnumerable<string> Faults(string key, string value)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new($"Kafka:Sli:{key}", value)]).Build();
        using var services = new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddKafkaSli().BuildServiceProvider();
        try
        {
            _ = services.GetRequiredService<IOptions<KafkaSliOptions>>().Value;
            return [];
        }
        catch (OptionsValidationException e)
        {
            return e.Failures;
        }
    }

    private static string TypeOf(PropertyInfo property)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        return type switch
        {
            _ when type == typeof(bool) => "`true`, `false`",
            _ when type == typeof(int) => "number",
            _ when type == typeof(string) => "text",
            _ when type == typeof(TimeSpan) => "duration",
            _ when type == typeof(ISet<string>) => "list of text",
            _ when type == typeof(ObjectiveCollection) => "list of objectives",
            { IsEnum: true } => string.Join(", ", Enum.GetNames(type).Select(n => $"`{n}`")),
            _ => $"`{type.Name}`",
        };
    }

    private static string DefaultOf(PropertyInfo property, object options) => property.GetValue(options) switch
    {
        null => "",
        bool value => value ? "`true`" : "`false`",
        TimeSpan value when value == TimeSpan.Zero => "`0s`",
        TimeProvider => "`TimeProvider.System`",
        System.Collections.IEnumerable and not string => "none",
        var value => $"`{value}`",
    };
}
