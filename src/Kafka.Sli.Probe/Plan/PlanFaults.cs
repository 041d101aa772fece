namespace Kafka.Sli.Probe.Plan;

/// <summary>All that was found while a plan was read, in the order of the file.</summary>
internal sealed class PlanFaults
{
    /// <summary>One mistake can have a thousand consequences.</summary>
    private const int Most = 50;

    private readonly List<PlanFault> _all = [];

    public IReadOnlyList<PlanFault> Errors => [.. _all.Where(f => !f.IsWarning).OrderBy(f => f.Place.Line).ThenBy(f => f.Place.Column)];

    public IReadOnlyList<PlanFault> Warnings => [.. _all.Where(f => f.IsWarning).OrderBy(f => f.Place.Line).ThenBy(f => f.Place.Column)];

    public bool AreFatal => _all.Exists(f => !f.IsWarning);

    public void Add(PlanPlace place, string message) => Keep(new PlanFault(place, message));

    public void Warn(PlanPlace place, string message) => Keep(new PlanFault(place, message, IsWarning: true));

    private void Keep(PlanFault fault)
    {
        if (_all.Count(f => f.IsWarning == fault.IsWarning) < Most && !_all.Contains(fault))
        {
            _all.Add(fault);
        }
    }
}
