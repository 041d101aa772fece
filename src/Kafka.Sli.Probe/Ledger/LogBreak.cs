namespace Kafka.Sli.Probe.Ledger;

/// <summary>Where the log did not go on as it should.</summary>
internal enum LogBreak
{
    None,

    /// <summary>Records were missing before the one that was read: retention, or somebody deleted them.</summary>
    Retention,

    /// <summary>Another record stood where one had been read: the log's end was cut off and written anew.</summary>
    Truncation,
}
