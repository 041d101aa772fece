using System.Reflection;

namespace Kafka.Sli.Probe.Slo;

/// <summary>Records what Sloth's dashboards show beside the error ratios, by Sloth's names.</summary>
internal static class SloMetadataRules
{
    /// <summary>The number alone: rules that are generated again after a commit are the same ones.</summary>
    private static readonly string Version = typeof(SloMetadataRules).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+', '-')[0];

    /// <summary>What is promised, and how fast the budget is being spent now.</summary>
    public static IEnumerable<Rule> OfNow(ServiceSlo slo)
    {
        yield return Of(slo, "slo:objective:ratio", $"vector({PromQl.Number((decimal)slo.Objective.Target)})");
        yield return Of(slo, "slo:error_budget:ratio", $"vector({PromQl.Number(slo.ErrorBudget)})");
        yield return Of(slo, "slo:time_period:days", $"vector({PromQl.Number(slo.Objective.Window.TotalDays)})");
        yield return Of(slo, "slo:current_burn_rate:ratio", $"{ErrorRatioRules.Metric(TimeSpan.FromMinutes(5))}{slo.Filter} / {PromQl.Number(slo.ErrorBudget)}");
        yield return new()
        {
            Record = "sloth_slo_info",
            Expr = "vector(1)",
            Labels = SlothLabels.Of(
                slo,
                ("sloth_mode", "kafka-sli-probe"),
                ("sloth_objective", PromQl.Number((decimal)slo.Objective.Target * 100)),
                ("sloth_spec", "prometheus/v1"),
                ("sloth_version", Version)),
        };
    }

    /// <summary>How the objective's own window stands, after its error ratio.</summary>
    public static IEnumerable<Rule> OfPeriod(ServiceSlo slo)
    {
        yield return Of(slo, "slo:period_burn_rate:ratio", $"{ErrorRatioRules.Metric(slo.Objective.Window)}{slo.Filter} / {PromQl.Number(slo.ErrorBudget)}");
        yield return Of(slo, "slo:period_error_budget_remaining:ratio", $"1 - slo:period_burn_rate:ratio{slo.Filter}");
    }

    private static Rule Of(ServiceSlo slo, string record, string expr) => new() { Record = record, Expr = expr, Labels = SlothLabels.Of(slo) };
}
