using Kafka.Sli.Probe.Plan;

namespace Kafka.Sli.Probe.Slo;

/// <summary>What is written for the tools that watch SLOs.</summary>
internal sealed record SloExport
{
    public required IReadOnlyList<ServiceSlo> Slos { get; init; }

    /// <summary>The cells of the plan, for what the probe alone knows; none for a service that has no probe.</summary>
    public IReadOnlyList<CellPlan> Cells { get; init; } = [];

    /// <summary>Label matchers for every metric.</summary>
    public string? Selector { get; init; }

    /// <summary>What its rules call each cell.</summary>
    public IReadOnlyDictionary<string, string> Services => PlanSlos.Services(Cells, Selector);

    public Runbook Runbook { get; init; } = Runbook.Default;

    /// <summary>What it is called where it needs a name of its own, as a DNS label.</summary>
    public required string Name { get; init; }

    /// <summary>The command line that makes it.</summary>
    public string Command { get; init; } = "kafka-sli-probe slo rules";

    /// <summary>Leaves the SLOs out, for somebody else makes rules of them.</summary>
    public bool OnlyProbeAlerts { get; init; }
}
