using CsCheck;

namespace Kafka.Sli.Tests.OnCluster.Differential;

internal enum ConsumerCall
{
    AssignOnePartition,
    AssignOneOffset,
    AssignPartitions,
    AssignOffsets,
    Unassign,
    IncrementalAssignAndUnassign,
    Seek,
    SeekToEnd,
    SeekWithoutAssignment,
    PauseAndResume,
    Consume,
    ConsumeForMilliseconds,
    ConsumeUntilCancelled,
    ConsumeCancelled,
    StoreOffset,
    StoreOffsetOfResult,
    StoreOffsetWithoutAssignment,
    StoreOffsetOfNothing,
    Commit,
    CommitOffsets,
    CommitNoOffsets,
    CommitResult,
    CommitNothing,
    CommitRefused,
    CommitStoredRefused,
    CommitResultRefused,
    Committed,
    Position,
    OffsetsForTimes,
    QueryWatermarks,
    Assignment,
    Subscription,
    GroupMetadata,
}

/// <summary>One call of a consumer; partition and offset where it takes them.</summary>
internal readonly record struct ConsumerStep(ConsumerCall Call, int Partition, int Offset)
{
    /// <summary>What is consumed makes more of a script than what is asked.</summary>
    public static readonly Gen<ConsumerStep> Any = Gen.Select(
        Gen.Frequency((3, Gen.Enum<ConsumerCall>()), (1, Gen.Int[(int)ConsumerCall.Consume, (int)ConsumerCall.ConsumeUntilCancelled].Select(c => (ConsumerCall)c))),
        Gen.Int[0, 1],
        Gen.Int[0, ConsumerRun.Messages - 10],
        (call, partition, offset) => new ConsumerStep(call, partition, offset));
}
