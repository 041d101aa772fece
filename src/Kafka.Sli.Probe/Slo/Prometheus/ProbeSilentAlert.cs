using Kafka.Sli.Objectives;
using Kafka.Sli.Probe.Plan;

namespace Kafka.Sli.Probe.Slo;

/// <summary>A cell is exported, and none of its sends is judged any more. It sends on a schedule, and in an outage each send is bad in time: silence is a fault of the probe.</summary>
internal static class ProbeSilentAlert
{
    public const string Name = "KafkaSliProbeSilent";

    private static readonly TimeSpan ShortestSilence = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan ShortestPatience = TimeSpan.FromMinutes(2);

    public static IEnumerable<Rule> Of(CellPlan cell, SloExport export) =>
        from slo in export.Slos
        where slo.Client == cell.Name && slo.Objective.Indicator == ServiceLevelIndicator.Produce
        select Of(slo, cell, export);

    private static Rule Of(ServiceSlo slo, CellPlan cell, SloExport export)
    {
        var gap = LongestGap(cell.Load);
        var silence = Max(ShortestSilence, 3 * gap);
        return new()
        {
            Alert = Name,
            Expr = $"sum by (kafka_sli_client, kafka_sli_objective) (increase({slo.Judged}[{PromQl.Duration(silence)}])) == 0",

            // A client that has just been started, or replaced, is not judged before it is warm.
            For = PromQl.Duration(Max(ShortestPatience, gap) + cell.WarmUp),
            Labels = CellAlert.Labels(cell, export, "page", slo),
            Annotations = AlertText.Of(
                export.Runbook,
                Name,
                "{{ $labels.kafka_sli_client }}: the probe is there, and judges nothing by {{ $labels.kafka_sli_objective }}",
                $"Not one good or bad event in {PromQl.Duration(silence)}, and there should be one every {PromQl.Duration(gap)} at least. What the users of the cluster see is not known."),
        };
    }

    /// <summary>The longest time between two sends of one instance, in whole seconds.</summary>
    private static TimeSpan LongestGap(LoadPlan load) =>
        TimeSpan.FromSeconds(Math.Ceiling(Math.Max(1 / load.Rate.PerSecond, load.Burst?.Every.TotalSeconds ?? 0)));

    private static TimeSpan Max(TimeSpan left, TimeSpan right) => left > right ? left : right;
}
