using System.Globalization;
using Kafka.Sli.Objectives;

namespace Kafka.Sli.Probe.Slo;

/// <summary>The burn rate alerts of OpenSLO. Those of objectives over the same window are the same.</summary>
internal static class OpenSloAlerts
{
    private const string Version = "openslo/v1";

    public static IEnumerable<KubernetesObject> Of(SloExport export)
    {
        var alerts = export.Slos.SelectMany(s => BurnRateAlert.Of(s.Objective).Where(a => a.CanFire(s.Objective))).DistinctBy(Name).ToArray();
        return alerts.SelectMany(a => (KubernetesObject[])[Policy(a), Condition(a)]).Concat(alerts.Select(a => a.Severity).Distinct().Select(Target));
    }

    public static string Name(BurnRateAlert alert) =>
        SloNames.DnsLabel($"{Severity(alert.Severity)}-{OpenSloDuration.Of(alert.LongWindow)}-burn-rate-{PromQl.Number(Math.Round(alert.Factor, 4))}");

    private static KubernetesObject Policy(BurnRateAlert alert) => new(Version, "AlertPolicy", new(Name(alert)), new
    {
        Description = Told(alert),
        AlertWhenBreaching = true,
        AlertWhenResolved = true,
        AlertWhenNoData = false,
        Conditions = new[] { new { ConditionRef = Name(alert) } },
        NotificationTargets = new[] { new { TargetRef = Severity(alert.Severity) } },
    });

    private static KubernetesObject Condition(BurnRateAlert alert) => new(Version, "AlertCondition", new(Name(alert)), new
    {
        Description = Told(alert),
        Severity = Severity(alert.Severity),
        Condition = new
        {
            Kind = "burnrate",
            Op = "gt",
            Threshold = Math.Round(alert.Factor, 10),
            LookbackWindow = OpenSloDuration.Of(alert.LongWindow),
            AlertAfter = "0m",
        },
    });

    private static KubernetesObject Target(AlertSeverity severity) => new(
        Version, "AlertNotificationTarget", new(Severity(severity)), new { Target = Severity(severity) });

    private static string Severity(AlertSeverity severity) => severity == AlertSeverity.Page ? "page" : "ticket";

    private static string Told(BurnRateAlert alert) =>
        string.Create(CultureInfo.InvariantCulture, $"{alert.BudgetShare:0.##%} of the error budget are spent within {OpenSloDuration.Of(alert.LongWindow)}");
}
