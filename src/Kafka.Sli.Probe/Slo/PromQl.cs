using System.Globalization;

namespace Kafka.Sli.Probe.Slo;

/// <summary>How PromQL writes strings, numbers and durations.</summary>
internal static class PromQl
{
    /// <summary>A year and a week only where nothing is left over, as Prometheus itself does: 90d, not 12w6d.</summary>
    private static readonly (string Unit, long Milliseconds, bool IsExact)[] Units =
    [
        ("y", 365L * 24 * 3_600_000, true),
        ("w", 7L * 24 * 3_600_000, true),
        ("d", 24L * 3_600_000, false),
        ("h", 3_600_000, false),
        ("m", 60_000, false),
        ("s", 1000, false),
        ("ms", 1, false),
    ];

    /// <summary>Braces are told by their code: what takes the expression for a template (Sloth, Helm, an annotation) would read two of them.</summary>
    public static string Quote(string text) => $"\"{text
        .Replace(@"\", @"\\", StringComparison.Ordinal)
        .Replace("\"", "\\\"", StringComparison.Ordinal)
        .Replace("\n", @"\n", StringComparison.Ordinal)
        .Replace("{{", @"\x7b\x7b", StringComparison.Ordinal)
        .Replace("}}", @"\x7d\x7d", StringComparison.Ordinal)}\"";

    /// <summary>Without the error that a binary fraction brings in: 3.36, not 3.3600000000000003.</summary>
    public static string Number(double number) => number.ToString("0.############", CultureInfo.InvariantCulture);

    public static string Number(decimal number) => number.ToString("0.################", CultureInfo.InvariantCulture);

    public static string Duration(TimeSpan duration)
    {
        var (rest, text) = ((long)duration.TotalMilliseconds, "");
        foreach (var (unit, length, isExact) in Units)
        {
            if (rest >= length && (!isExact || rest % length == 0))
            {
                text += string.Create(CultureInfo.InvariantCulture, $"{rest / length}{unit}");
                rest %= length;
            }
        }

        return text;
    }
}
