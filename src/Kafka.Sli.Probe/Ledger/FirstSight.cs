namespace Kafka.Sli.Probe.Ledger;

/// <summary>From which number on a stream is judged that is seen for the first time.</summary>
internal enum FirstSight
{
    /// <summary>From its first: all of them would have been seen.</summary>
    All,

    /// <summary>After the last one that was acknowledged: up to there it has been judged.</summary>
    AfterAcknowledged,

    /// <summary>Likewise, but those in flight may have been written, and judged, before the view begins.</summary>
    AfterAcknowledgedExcused,

    /// <summary>The last of those that have ended, as many as nobody may have read, and all after them; they may have been written before the view begins.</summary>
    AfterUnreadExcused,
}
