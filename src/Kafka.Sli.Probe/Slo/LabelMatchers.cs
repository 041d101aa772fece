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

    /// <summary>Prometheus refuses a rule with any other letter behind a backslash: of <c>\.</c> in a regular expression each is written twice.</summary>
    private const string OneMatcher = """[a-zA-Z_][a-zA-Z0-9_]*(=~|!~|!=|=)"([^"\\\n]|\\([abfnrtv\\"]|[0-3][0-7]{2}|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}))*["]""";

    [GeneratedRegex($"""^{OneMatcher}(,\s*{OneMatcher})*$""", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Form();
}
