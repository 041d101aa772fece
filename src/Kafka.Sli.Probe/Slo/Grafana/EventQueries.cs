namespace Kafka.Sli.Probe.Slo.Grafana;

/// <summary>What the judged events come to, from their raw counter. Where nothing was judged there is no value: nobody knows.</summary>
internal sealed record EventQueries
{
    /// <summary>Matches the processes.</summary>
    public required string Processes { get; init; }

    /// <summary>Matches the clients; an objective's own series know none.</summary>
    public string Clients { get; init; } = "";

    /// <summary>Matches the objectives.</summary>
    public string Objectives { get; init; } = "";

    /// <summary>What each value is of; the objective, and what its name is unique in, have to be among it.</summary>
    public required string By { get; init; }

    /// <summary>What an objective's target is found by.</summary>
    public string PromisedBy { get; init; } = SeriesNames.Objective;

    public string Target => $"max by ({PromisedBy}) ({SeriesNames.Ratio("kafka_sli_objective_target", Joined(Processes, Objectives))})";

    /// <summary>-1 for each series that there is.</summary>
    public string Nobody => $"sum by ({By}) ({SeriesNames.Events}{{{Events}}}) * 0 - 1";

    private string Events => Joined(Processes, Clients, Objectives);

    public string Judged(string window) => Count("good|bad", window);

    public string Count(string verdicts, string window) =>
        $$"""sum by ({{By}}) (increase({{SeriesNames.Events}}{{{Joined(Events, $"kafka_sli_verdict=~\"{verdicts}\"")}}}[{{window}}]))""";

    public string GoodRatio(string window) => $"{Count("good", window)} / ({Judged(window)} > 0)";

    public string BurnRate(string window) =>
        $"{Count("bad", window)} / ({Judged(window)} > 0) / on ({PromisedBy}) group_left () (1 - {Target})";

    public string ErrorBudget(string window) => $"1 - {BurnRate(window)}";

    /// <summary>By the multi-window rule: what has gone on for an hour and still does.</summary>
    public string LastingBurnRate() => $"({BurnRate("5m")} < {BurnRate("1h")}) or {BurnRate("1h")}";

    private static string Joined(params IEnumerable<string> matchers) => string.Join(',', matchers.Where(m => m.Length > 0));
}
