using System.Text.RegularExpressions;

namespace Kafka.Sli.Probe.Slo;

/// <summary>What stands between the braces of a PromQL selector.</summary>
internal static partial class LabelMatchers
{
    public static bool AreRight(string text) => Form().IsMatch(text);

    /// <summary>What sets its series apart, in short: the values, or a hash where they alone do not tell.</summary>
    public static string Brief(string text)
    {
        var matchers = Matcher().Matches(text);
        return matchers.All(m => m.Groups["operator"].Value == "=" && m.Groups["value"].Length > 0)
            ? string.Join('/', matchers.Select(m => m.Groups["value"].Value))
            : SloNames.Hash(text);
    }

    [GeneratedRegex("""(?<operator>=~|!~|!=|=)"(?<value>([^"\\\n]|\\.)*)["]""", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Matcher();

    [GeneratedRegex("""^[a-zA-Z_][a-zA-Z0-9_]*(=~|!~|!=|=)"([^"\\\n]|\\.)*"(,\s*[a-zA-Z_][a-zA-Z0-9_]*(=~|!~|!=|=)"([^"\\\n]|\\.)*")*$""", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Form();
}
