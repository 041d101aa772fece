namespace Kafka.Sli.Probe.Slo;

/// <summary>What can be written, by the name that the command line has for it.</summary>
internal static class SloFormats
{
    public const string Default = "prometheus";

    private static readonly Dictionary<string, Func<SloExport, string>> Formats = new()
    {
        [Default] = PrometheusRules.Text,
    };

    public static IReadOnlyCollection<string> All => Formats.Keys;

    public static string Text(string format, SloExport export) => Formats[format](export);
}
