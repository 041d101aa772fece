using System.IO.Enumeration;
using Kafka.Sli.Objectives;

namespace Kafka.Sli.Probe.Plan;

/// <summary>Which cells an objective is about.</summary>
internal static class ObjectiveCoverage
{
    public static bool Covers(this Objective objective, CellPlan cell) =>
        (objective.Client is null || FileSystemName.MatchesSimpleExpression(objective.Client, cell.Name, ignoreCase: false))
        && (objective.Destinations.Count == 0 || objective.Destinations.Any(d => FileSystemName.MatchesSimpleExpression(d, cell.Topic, ignoreCase: false)));
}
