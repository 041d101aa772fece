namespace Kafka.Sli.Probe.Ledger;

/// <summary>
/// What became of a message. Each number of a stream gets exactly one of the first four, at the first offset where the log tells; the others are told beside them, of single records.
/// </summary>
internal enum LedgerVerdict
{
    /// <summary>It was read.</summary>
    Delivered,

    /// <summary>Its sender was told that it is in the log, and it is not.</summary>
    Lost,

    /// <summary>Its sender was told that it is not in the log, and it is not.</summary>
    Failed,

    /// <summary>It is not in the log, and nobody can tell whether it should be.</summary>
    Unknown,

    /// <summary>Reported failed or unknown, yet there.</summary>
    Phantom,

    /// <summary>One more copy of it.</summary>
    Duplicate,

    /// <summary>It came after a later number of its stream.</summary>
    Reordered,

    /// <summary>It was delivered, but later than promised.</summary>
    Late,
}
