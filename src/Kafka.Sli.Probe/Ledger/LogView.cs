namespace Kafka.Sli.Probe.Ledger;

/// <summary>From where a reader knows the log.</summary>
internal enum LogView
{
    /// <summary>From the first record that there ever was.</summary>
    Whole,

    /// <summary>From the look-back before the offset at which it begins to judge: what is older has been judged.</summary>
    LookBack,

    /// <summary>From somewhere in the middle, for what was before is gone, or was never read.</summary>
    Cut,
}
