namespace Kafka.Sli.Probe.Ledger;

/// <summary>How a send ended, as its sender was told.</summary>
internal enum Fate
{
    Acknowledged,

    /// <summary>It is not in the log, as far as the client can tell.</summary>
    Failed,

    /// <summary>It may be in the log.</summary>
    Unknown,
}
