using Kafka.Sli.Probe.Plan;

namespace Kafka.Sli.Probe.Commands;

/// <summary>A plan of a file, with its warnings told.</summary>
internal static class CheckedPlan
{
    /// <exception cref="ProbeException">The plan is not right: a line for each fault.</exception>
    public static ProbePlan Load(string path)
    {
        var (plan, faults) = PlanFile.Load(path);
        if (plan is null)
        {
            throw ProbeException.BadPlan(faults.Errors.Select(f => f.In(path)));
        }

        foreach (var warning in faults.Warnings)
        {
            StandardError.WriteLine(plan.Secrets.Hide(warning.In(path)));
        }

        return plan;
    }
}
