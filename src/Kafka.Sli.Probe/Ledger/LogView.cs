namespace Kafka.Sli.Probe.Ledger;

/// <summary>From where a reader knows the log.</summary>
internal enum LogView
{
    /// <summary>From the first record that there ever was.</summary>
    Whole,

    /// <summary>From the look-back before the offset at which it begins to judge: what is older has been judged.</summary>
    LookBack,

    /// <summary>From somewhere in the middle, for what was before is gone, or nobody knows where it begins: it was read by somebody, but for the holes.</summary>
    Cut,

    /// <summary>From somewhere in the middle of a log that nobody has read before.</summary>
    Unread,
}
