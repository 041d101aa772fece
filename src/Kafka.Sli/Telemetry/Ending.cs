namespace Kafka.Sli.Telemetry;

/// <summary>How an event ended, as far as it is not the usual: what is <see langword="null"/> is no attribute.</summary>
/// <param name="Outcome"><see langword="null"/> for <c>ok</c>.</param>
/// <param name="ErrorType">The Kafka error code's name, of a failed event.</param>
/// <param name="Stamp">What the age was taken from, when it was not our header.</param>
internal readonly record struct Ending(string? Outcome, string? ErrorType = null, string? Stamp = null)
{
    public static readonly Ending Ok;

    /// <summary>The value of <c>error.type</c> where the conventions know no outcome but error and success.</summary>
    public string? ConventionalError => ErrorType ?? (Outcome is "unknown" or "abandoned" ? Outcome : null);

    /// <summary>It may be in the log, or may not.</summary>
    public static readonly Ending Unknown = new("unknown");

    /// <summary>The client was disposed under it.</summary>
    public static readonly Ending Abandoned = new("abandoned");

    /// <summary>Nothing tells how it ended.</summary>
    public static readonly Ending Unobserved = new("unobserved");

    /// <summary>A message that this process had read before.</summary>
    public static readonly Ending Replay = new("replay");

    /// <summary>A message that was sent before its consumer had subscribed.</summary>
    public static readonly Ending Backlog = new("backlog");

    /// <summary>A transaction that its own application aborted.</summary>
    public static readonly Ending Aborted = new("aborted");

    /// <summary>A rebalance that ended because the member left the group.</summary>
    public static readonly Ending Left = new("left");

    public static Ending Failed(string errorType) => new("failed", errorType);
}
