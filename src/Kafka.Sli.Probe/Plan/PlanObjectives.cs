using Kafka.Sli.Objectives;

namespace Kafka.Sli.Probe.Plan;

/// <summary>The objectives of a plan, in the one-line form that Kafka.Sli has for them.</summary>
internal sealed class PlanObjectives
{
    /// <summary>With nothing configured a run is judged by these. The library itself has no objectives by default.</summary>
    public static readonly IReadOnlyList<Objective> Default = [Objective.Parse("produce: 99.9% < 500ms"), Objective.Parse("delivery: 99% < 1s")];

    private readonly PlanFaults _faults;

    public PlanObjectives(PlanFaults faults) => _faults = faults;

    public IReadOnlyList<Objective> Read(IReadOnlyList<Located<string>> texts)
    {
        var read = new List<Objective>();
        foreach (var text in texts)
        {
            if (!Objective.TryParse(text.Value, out var objective, out var error))
            {
                _faults.Add(text.Place, error);
            }
            else if (read.Exists(o => o.Name == objective.Name))
            {
                _faults.Add(text.Place, $"the name '{objective.Name}' is given twice; give each its own, as in '{objective} as {objective.Name}-2'");
            }
            else
            {
                read.Add(objective);
            }
        }

        return read;
    }
}
