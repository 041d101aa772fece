using System.Text.RegularExpressions;
using Confluent.Kafka.Admin;

namespace Kafka.Sli.Lab.Security;

/// <summary>The rights that docs/probe.md says a probe needs: the table is what is tested.</summary>
internal static partial class DocumentedRights
{
    /// <summary>What the probe's topics begin with in that table.</summary>
    private const string Prefix = "kafka-sli-probe";

    /// <param name="prefix">What the probe's topics begin with here.</param>
    /// <param name="needs">What it is to be able to do: the first words of the table's third column; <see langword="null"/> for everything of topics and groups.</param>
    public static (ResourceType Type, string Prefix, AclOperation Operation)[] All(string prefix, params string[]? needs) =>
    [
        .. Row().Matches(File.ReadAllText(Repository.File("docs", "probe.md")))
            .Where(row => needs is null or [] || needs.Any(n => row.Groups["for"].Value.StartsWith(n, StringComparison.Ordinal)))
            .Select(row => (
                Enum.Parse<ResourceType>(row.Groups["type"].Value, ignoreCase: true),
                row.Groups["prefix"].Value.Replace(Prefix, prefix, StringComparison.Ordinal),
                Enum.Parse<AclOperation>(row.Groups["operation"].Value, ignoreCase: true))),
    ];

    [GeneratedRegex(@"^\| (?<type>TOPIC|GROUP) `(?<prefix>[\w-]+)`, prefixed \| (?<operation>\w+) \| (?<for>[^|]+) \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
