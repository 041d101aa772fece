using System.Text.RegularExpressions;

namespace Kafka.Sli.Probe.Slo;

/// <summary>What stands between the braces of a PromQL selector.</summary>
internal static partial class LabelMatchers
{
    public static bool AreRight(string text) => Form().IsMatch(text);

    [GeneratedRegex("""^[a-zA-Z_][a-zA-Z0-9_]*(=~|!~|!=|=)"([^"\\\n]|\\.)*"(,\s*[a-zA-Z_][a-zA-Z0-9_]*(=~|!~|!=|=)"([^"\\\n]|\\.)*")*$""", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Form();
}
