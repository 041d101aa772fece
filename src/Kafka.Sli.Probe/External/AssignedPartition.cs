namespace Kafka.Sli.Probe.External;

/// <summary>A partition that an external client reads from now on.</summary>
internal sealed record AssignedPartition(int? Partition, long? Offset, bool? Resumed);
