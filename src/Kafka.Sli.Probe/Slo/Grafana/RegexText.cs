using System.Text.RegularExpressions;

namespace Kafka.Sli.Probe.Slo.Grafana;

/// <summary>Regular expressions within texts of PromQL, where a backslash is written twice.</summary>
internal static class RegexText
{
    public static string AnyOf(IEnumerable<string> names) => Quoted(string.Join('|', names.Select(Regex.Escape)));

    public static string Quoted(string pattern) => pattern.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
}
