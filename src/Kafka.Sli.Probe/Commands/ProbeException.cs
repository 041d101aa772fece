namespace Kafka.Sli.Probe.Commands;

/// <summary>Ends the probe with one line for its user, and an exit code.</summary>
internal sealed class ProbeException : Exception
{
    private ProbeException(string message, int exitCode, Exception? inner)
        : base(message, inner) => ExitCode = exitCode;

    public int ExitCode { get; }

    public static ProbeException BadUsage(string line, Exception? inner = null) => new(line, Commands.ExitCode.BadUsage, inner);

    public static ProbeException Unreachable(string line, Exception? inner = null) => new(line, Commands.ExitCode.ClusterUnreachable, inner);
}
