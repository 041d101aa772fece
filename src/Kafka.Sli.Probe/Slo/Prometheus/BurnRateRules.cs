using Kafka.Sli.Objectives;

namespace Kafka.Sli.Probe.Slo;

/// <summary>The multi-window, multi-burn-rate alerts of an SLO: a page and a ticket, without those that can never fire.</summary>
internal static class BurnRateRules
{
    public const string FastBurn = "KafkaSliErrorBudgetFastBurn";
    public const string SlowBurn = "KafkaSliErrorBudgetSlowBurn";

    /// <summary>Where another tool has one name for both.</summary>
    public const string AnyBurn = "KafkaSliErrorBudgetBurn";

    public static IEnumerable<Rule> Of(ServiceSlo slo, Runbook runbook) =>
        from alert in BurnRateAlert.Of(slo.Objective)
        where alert.CanFire(slo.Objective)
        group alert by alert.Severity into alerts
        select Of(slo, alerts.Key, [.. alerts], runbook);

    private static Rule Of(ServiceSlo slo, AlertSeverity severity, IReadOnlyList<BurnRateAlert> alerts, Runbook runbook)
    {
        var (name, label) = severity == AlertSeverity.Page ? (FastBurn, "page") : (SlowBurn, "ticket");
        var promised = AlertText.Literal(slo.Objective.ToString());
        return new()
        {
            Alert = name,
            Expr = string.Join("or\n", alerts.Select(a => Condition(slo, a))),
            Labels = Labels(slo, label),
            Annotations = AlertText.Of(
                runbook,
                name,
                $"{(slo.Client is null ? slo.Service : "{{ $labels.kafka_sli_client }}")}: the error budget of {{{{ $labels.kafka_sli_objective }}}} burns {{{{ $value | printf \"%.1f\" }}}} times as fast as is allowed",
                $"Promised is {promised}. It pages or opens a ticket when this much of the budget goes: {string.Join("; ", alerts.Select(Told))}. "
                + "{{ with printf \"slo:period_error_budget_remaining:ratio{sloth_id=%q}\" $labels.sloth_id | query }}{{ . | first | value | humanizePercentage }} of it is left.{{ end }}"),
        };
    }

    private static Dictionary<string, string> Labels(ServiceSlo slo, string severity) => new(SlothLabels.Ours(slo).Select(l => KeyValuePair.Create(l.Name, AlertText.Literal(l.Value))))
    {
        ["severity"] = severity,
        ["sloth_severity"] = severity,
        ["sloth_id"] = slo.Id,
    };

    private static string Told(BurnRateAlert alert) =>
        $"{PromQl.Number(alert.BudgetShare * 100)}% within {PromQl.Duration(alert.LongWindow)} (burn rate {PromQl.Number(alert.Factor)}), still in the last {PromQl.Duration(alert.ShortWindow)}";

    /// <summary>Its value is the burn rate of the short window: what goes on now.</summary>
    private static string Condition(ServiceSlo slo, BurnRateAlert alert) =>
        $"(\n  {BurnRate(slo, alert.ShortWindow)} > {PromQl.Number(alert.Factor)}\n  and\n  {BurnRate(slo, alert.LongWindow)} > {PromQl.Number(alert.Factor)}\n)\n";

    private static string BurnRate(ServiceSlo slo, TimeSpan window) =>
        $"max without (sloth_window) ({ErrorRatioRules.Metric(window)}{slo.Filter}) / {PromQl.Number(slo.ErrorBudget)}";
}
