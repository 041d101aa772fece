namespace Kafka.Sli.Objectives;

/// <summary>What an event means for an objective that covers it.</summary>
internal enum Verdict
{
    Good,
    Bad,

    /// <summary>No statement about Kafka can be made from it.</summary>
    Excluded,
}
