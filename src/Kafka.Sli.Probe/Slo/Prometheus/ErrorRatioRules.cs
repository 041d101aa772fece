namespace Kafka.Sli.Probe.Slo;

/// <summary>Records the share of bad events by window, by Sloth's names.</summary>
internal static class ErrorRatioRules
{
    /// <summary>The windows of the burn rate alerts.</summary>
    private static readonly TimeSpan[] Windows =
    [
        TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(1), TimeSpan.FromHours(2), TimeSpan.FromHours(6), TimeSpan.FromDays(1), TimeSpan.FromDays(3),
    ];

    public static string Metric(TimeSpan window) => $"slo:sli_error:ratio_rate{PromQl.Duration(window)}";

    public static IEnumerable<Rule> OfAlertWindows(ServiceSlo slo) => Windows.Select(window => Of(slo, window));

    /// <summary>Of the objective's own window from the counters too: an average of ratios would weigh a night's ten events like a day's million.</summary>
    public static IEnumerable<Rule> OfPeriod(ServiceSlo slo) => Windows.Contains(slo.Objective.Window) ? [] : [Of(slo, slo.Objective.Window)];

    /// <summary>Where there were no events there is no sample: a NaN would be one, and make all that is computed from it NaN.</summary>
    private static Rule Of(ServiceSlo slo, TimeSpan window) => new()
    {
        Record = Metric(window),
        Expr = $"sum(rate({slo.Bad}[{PromQl.Duration(window)}]))\n/\n(sum(rate({slo.Judged}[{PromQl.Duration(window)}])) > 0)\n",
        Labels = SlothLabels.Of(slo, ("sloth_window", PromQl.Duration(window))),
    };
}
