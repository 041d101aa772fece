using Kafka.Sli.Objectives;

namespace Kafka.Sli.Probe.Probing;

/// <summary>What one objective counted since the start.</summary>
internal sealed record ObjectiveReading(Objective Objective, long Good, long Bad, long Excluded)
{
    /// <summary>The share of good events; <see langword="null"/> when none was judged.</summary>
    public double? Ratio => Good + Bad == 0 ? null : (double)Good / (Good + Bad);

    /// <summary><see langword="null"/> when nothing was judged: then it is not known.</summary>
    public bool? IsMet => Ratio is { } ratio ? ratio >= Objective.Target : null;
}
