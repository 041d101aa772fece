using System.Collections.Frozen;

namespace Kafka.Sli.Probe.Embedded;

/// <summary>What the mock's handlers can parse (librdkafka 2.16): past these it reads requests wrongly instead of refusing them.</summary>
internal static class KafkaApiVersions
{
    public static FrozenDictionary<KafkaApi, (short Min, short Max)> Implemented { get; } = new Dictionary<KafkaApi, (short, short)>
    {
        [KafkaApi.Produce] = (0, 10),
        [KafkaApi.Fetch] = (0, 16),
        [KafkaApi.ListOffsets] = (0, 7),
        [KafkaApi.Metadata] = (0, 13),
        [KafkaApi.OffsetCommit] = (0, 9),
        [KafkaApi.OffsetFetch] = (0, 6),
        [KafkaApi.FindCoordinator] = (0, 3),
        [KafkaApi.JoinGroup] = (0, 6),
        [KafkaApi.Heartbeat] = (0, 5),
        [KafkaApi.LeaveGroup] = (0, 4),
        [KafkaApi.SyncGroup] = (0, 4),
        [KafkaApi.ApiVersions] = (0, 2),
        [KafkaApi.InitProducerId] = (0, 4),
        [KafkaApi.OffsetForLeaderEpoch] = (2, 2),
        [KafkaApi.AddPartitionsToTxn] = (0, 1),
        [KafkaApi.AddOffsetsToTxn] = (0, 1),
        [KafkaApi.EndTxn] = (0, 1),
        [KafkaApi.TxnOffsetCommit] = (0, 3),
        [KafkaApi.ConsumerGroupHeartbeat] = (1, 1),
    }.ToFrozenDictionary();
}
