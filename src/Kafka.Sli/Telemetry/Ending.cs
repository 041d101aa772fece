namespace Kafka.Sli.Telemetry;

/// <summary>How an event ended, as far as it is not the usual: what is <see langword="null"/> is no attribute.</summary>
internal sealed class Ending
{
    public static readonly Ending Ok = new(outcome: null);

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

    private volatile Ending? _lastByStamp;

    private Ending(string? outcome, string? errorType = null, string? stamp = null)
    {
        Outcome = outcome;
        ErrorType = errorType;
        Stamp = stamp;
    }

    /// <summary><see langword="null"/> for <c>ok</c>.</summary>
    public string? Outcome { get; }

    /// <summary>The Kafka error code's name, of a failed event.</summary>
    public string? ErrorType { get; }

    /// <summary>What the age was taken from, when it was not our header.</summary>
    public string? Stamp { get; }

    /// <summary>The value of <c>error.type</c> where the conventions know no outcome but error and success.</summary>
    public string? ConventionalError => ErrorType ?? (Outcome is "unknown" or "abandoned" ? Outcome : null);

    public static Ending Failed(string errorType) => new("failed", errorType);

    /// <param name="stamp">What the age was taken from; <see langword="null"/> for our header.</param>
    public Ending By(string? stamp)
    {
        if (stamp is null)
        {
            return this;
        }

        var last = _lastByStamp;
        return last?.Stamp == stamp ? last : _lastByStamp = new Ending(Outcome, ErrorType, stamp);
    }
}
