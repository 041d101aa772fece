using System.Net;
using Kafka.Sli.Probe.Plan;

namespace Kafka.Sli.Probe.Commands;

/// <summary>What one run was told, read and found right.</summary>
internal sealed record RunSettings
{
    /// <summary>The file that the plan was read from; <see langword="null"/> where options make the plan.</summary>
    public string? PlanPath { get; init; }

    public required ProbePlan Plan { get; init; }

    /// <summary>This instance's name among those that are one probe.</summary>
    public required string Instance { get; init; }

    /// <summary><see langword="null"/> until a signal ends it.</summary>
    public TimeSpan? Duration { get; init; }

    public required IPEndPoint Listen { get; init; }

    public bool Json { get; init; }

    /// <summary>Where a report for a pipeline is written to; <see langword="null"/> for none.</summary>
    public string? JUnitPath { get; init; }
}
