using System.CommandLine;

namespace Kafka.Sli.Probe.Commands;

/// <summary>Writes what the tools need that watch the SLOs of a plan.</summary>
internal static class SloCommand
{
    public static Command Command() => new("slo", "Writes what watches the SLOs of a plan: recording rules, alerts, dashboards.") { SloRulesCommand.Command(), SloDashboardCommand.Command() };
}
