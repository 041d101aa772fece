namespace Kafka.Sli.Probe;

/// <summary>What the probe's exit codes mean, as <c>docs/probe.md</c> promises.</summary>
internal static class ExitCode
{
    public const int ObjectivesMet = 0;
    public const int ObjectivesNotMet = 1;
    public const int BadUsage = 2;
    public const int ClusterUnreachable = 3;
}
