namespace Kafka.Sli.Probe.Slo;

/// <summary>What an alert says to whoever it wakes.</summary>
internal static class AlertText
{
    public static Dictionary<string, string> Of(Runbook runbook, string alert, string summary, string description) => new()
    {
        ["summary"] = summary,
        ["description"] = description,
        ["runbook_url"] = runbook.Section(alert),
    };

    /// <summary>A text that Prometheus' template language leaves as it is.</summary>
    public static string Literal(string text) => text.Replace("{{", "{{ \"{{\" }}", StringComparison.Ordinal);
}
