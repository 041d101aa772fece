namespace Kafka.Sli.Probe.Slo;

/// <summary>What can be written, by the name that the command line has for it.</summary>
internal static class SloFormats
{
    public const string Default = "prometheus";

    private static readonly Dictionary<string, Func<SloExport, string>> Formats = new()
    {
        [Default] = PrometheusRules.Text,
        ["prometheus-operator"] = PrometheusRuleResource.Text,
        ["sloth"] = SlothSpec.Text,
        ["pyrra"] = PyrraObjectives.Text,
        ["openslo"] = OpenSloObjects.Text,
    };

    /// <summary>Those that are rules, and take the alerts that no SLO can give.</summary>
    public static bool HasProbeAlerts(string format) => format is Default or "prometheus-operator";

    public static IReadOnlyCollection<string> All => Formats.Keys;

    public static string Text(string format, SloExport export) => Formats[format](export);
}
