using Kafka.Sli.Objectives;

namespace Kafka.Sli.Probe.Slo;

/// <summary>What is left out of the alerts of an objective, and why.</summary>
internal static class SloWarnings
{
    public static IEnumerable<string> Of(Objective objective)
    {
        var alerts = BurnRateAlert.Of(objective);
        return alerts.Count == 0
            ? [$"'{objective}' gets no burn rate alerts: its window, {PromQl.Duration(objective.Window)}, is shorter than 1h, the shortest that an alert looks at"]
            : alerts.Where(a => !a.CanFire(objective)).Select(a => Of(objective, a));
    }

    private static string Of(Objective objective, BurnRateAlert alert) =>
        $"'{objective}' gets no alert over {PromQl.Duration(alert.LongWindow)}: it would take a burn rate above {PromQl.Number(alert.Factor)}, and when all is bad it is {PromQl.Number(Math.Round(1 / (1 - (decimal)objective.Target), 2))}; raise the target";
}
