namespace Kafka.Sli.Probe;

/// <summary>Ends the probe with one line for its user, and an exit code.</summary>
internal sealed class ProbeException : Exception
{
    private ProbeException(string message, int exitCode, Exception? inner)
        : base(message, inner) => ExitCode = exitCode;

    public int ExitCode { get; }

    /// <summary>The message is lines that say themselves what they are about.</summary>
    public bool IsLocated { get; private init; }

    /// <summary>The same, in other words: without a secret, say.</summary>
    public ProbeException Reworded(Func<string, string> words) => new(words(Message), ExitCode, InnerException) { IsLocated = IsLocated };

    public static ProbeException BadUsage(string line, Exception? inner = null) => new(line, Probe.ExitCode.BadUsage, inner);

    /// <param name="lines">One for each fault, in the form of a compiler's.</param>
    public static ProbeException BadPlan(IEnumerable<string> lines) => new(string.Join('\n', lines), Probe.ExitCode.BadUsage, null) { IsLocated = true };

    public static ProbeException Unreachable(string line, Exception? inner = null) => new(line, Probe.ExitCode.ClusterUnreachable, inner);
}
