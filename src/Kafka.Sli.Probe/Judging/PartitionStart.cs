namespace Kafka.Sli.Probe.Judging;

/// <param name="Partition">Which one is read from now on.</param>
/// <param name="Offset">From where; <see langword="null"/> when the client finds that out by itself.</param>
/// <param name="IsResumed">Whether somebody of the group has read it before, and committed up to there.</param>
internal readonly record struct PartitionStart(int Partition, long? Offset, bool IsResumed);
