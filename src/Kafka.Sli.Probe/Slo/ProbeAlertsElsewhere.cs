namespace Kafka.Sli.Probe.Slo;

/// <summary>What SLOs alone do not watch, told to whoever takes SLOs alone.</summary>
internal static class ProbeAlertsElsewhere
{
    public static IEnumerable<string> Told(SloExport export)
    {
        if (export.Cells.Count > 0)
        {
            yield return "Nobody measures, nothing is judged, overdue and lost messages: no SLO tells of these. Their alerts are written by";
            yield return "  kafka-sli-probe slo rules PLAN --only-probe-alerts";
        }
    }
}
