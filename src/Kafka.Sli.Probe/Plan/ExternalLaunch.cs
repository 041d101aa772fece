namespace Kafka.Sli.Probe.Plan;

/// <summary>How a client with a process of its own is started.</summary>
/// <param name="Command">The program and its arguments.</param>
/// <param name="Folder">Where it is started; <see langword="null"/> for where the probe was.</param>
internal sealed record ExternalLaunch(IReadOnlyList<string> Command, string? Folder)
{
    /// <summary>One of the user's own: found from the plan's folder, wherever the probe was started, if its program is named by a path.</summary>
    public static ExternalLaunch InFolder(IReadOnlyList<string> command, string folder) =>
        new(command[0].Contains('/', StringComparison.Ordinal) ? [Path.GetFullPath(Path.Combine(folder, command[0])), .. command.Skip(1)] : command, folder);

    public bool Equals(ExternalLaunch? other) => other is not null && Folder == other.Folder && Command.SequenceEqual(other.Command);

    public override int GetHashCode() => HashCode.Combine(Folder, Command[0]);
}
