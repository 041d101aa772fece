using Kafka.Sli.Probe.Plan;

namespace Kafka.Sli.Probe.Slo;

/// <summary>The SLOs of a plan: one for each cell and each objective that covers it.</summary>
internal static class PlanSlos
{
    /// <summary>By the cell's name. Several probes of one plan are told apart by what selects them, for Prometheus takes no two rules for the same series.</summary>
    public static IReadOnlyDictionary<string, string> Services(IReadOnlyList<CellPlan> cells, string? selector)
    {
        var texts = cells.ToDictionary(c => c.Name, c => selector is null ? c.Name : $"{LabelMatchers.Brief(selector)}/{c.Name}");
        var names = SloNames.OfSloth(texts.Values);
        return texts.ToDictionary(t => t.Key, t => names[t.Value]);
    }

    /// <param name="plan">The plan.</param>
    /// <param name="selector">Label matchers for every metric.</param>
    public static IReadOnlyList<ServiceSlo> Of(ProbePlan plan, string? selector = null)
    {
        var services = Services(plan.Cells, selector);
        var names = SloNames.OfSloth(plan.Objectives.Select(o => o.Name));
        ServiceSlo[] slos =
        [
            .. from cell in plan.Cells
               from objective in plan.Objectives
               where objective.Covers(cell)
               select new ServiceSlo
               {
                   Objective = objective,
                   Service = services[cell.Name],
                   Name = names[objective.Name],
                   Client = cell.Name,
                   Cluster = cell.Cluster,
                   Selector = selector,
               },
        ];

        // 'a' and 'b-c' would have the id of 'a-b' and 'c'.
        var taken = slos.CountBy(s => s.Id).ToDictionary();
        return [.. slos.Select(s => taken[s.Id] == 1 ? s : s with { Name = $"{s.Name}-{SloNames.Hash($"{s.Client}\n{s.Objective.Name}")}" })];
    }
}
