using Kafka.Sli.Probe.Plan;

namespace Kafka.Sli.Probe.Slo;

/// <summary>The SLOs of a plan: one for each cell and each objective that covers it.</summary>
internal static class PlanSlos
{
    /// <param name="plan">The plan.</param>
    /// <param name="selector">Label matchers for every metric.</param>
    public static IReadOnlyList<ServiceSlo> Of(ProbePlan plan, string? selector = null)
    {
        var services = SloNames.OfSloth(plan.Cells.Select(c => c.Name));
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
