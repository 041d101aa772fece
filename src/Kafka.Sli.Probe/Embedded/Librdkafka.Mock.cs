using System.Runtime.InteropServices;
using Confluent.Kafka;

namespace Kafka.Sli.Probe.Embedded;

/// <summary>The mock cluster of rdkafka_mock.h: experimental, so it may change with any version of librdkafka.</summary>
internal static partial class Librdkafka
{
    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_cluster_new")]
    public static partial nint ClusterNew(nint client, int brokers);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_cluster_destroy")]
    public static partial void ClusterDestroy(nint cluster);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_cluster_bootstraps")]
    public static partial nint ClusterBootstraps(ClusterHandle cluster);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_set_controller_id")]
    public static partial void SetController(ClusterHandle cluster, int brokerId);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_group_initial_rebalance_delay_ms")]
    public static partial void SetGroupInitialRebalanceDelay(ClusterHandle cluster, int milliseconds);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_set_group_consumer_heartbeat_interval_ms")]
    public static partial void SetGroupConsumerHeartbeatInterval(ClusterHandle cluster, int milliseconds);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_set_group_consumer_session_timeout_ms")]
    public static partial void SetGroupConsumerSessionTimeout(ClusterHandle cluster, int milliseconds);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_topic_create", StringMarshalling = StringMarshalling.Utf8)]
    public static partial ErrorCode TopicCreate(ClusterHandle cluster, string topic, int partitions, int replicationFactor);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_topic_delete", StringMarshalling = StringMarshalling.Utf8)]
    public static partial ErrorCode TopicDelete(ClusterHandle cluster, string topic);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_topic_set_error", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void TopicSetError(ClusterHandle cluster, string topic, ErrorCode error);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_partition_delete_records", StringMarshalling = StringMarshalling.Utf8)]
    public static partial ErrorCode PartitionDeleteRecords(ClusterHandle cluster, string topic, int partition, long beforeOffset);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_partition_set_leader", StringMarshalling = StringMarshalling.Utf8)]
    public static partial ErrorCode PartitionSetLeader(ClusterHandle cluster, string topic, int partition, int brokerId);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_partition_set_follower", StringMarshalling = StringMarshalling.Utf8)]
    public static partial ErrorCode PartitionSetFollower(ClusterHandle cluster, string topic, int partition, int brokerId);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_partition_set_follower_wmarks", StringMarshalling = StringMarshalling.Utf8)]
    public static partial ErrorCode PartitionSetFollowerWatermarks(ClusterHandle cluster, string topic, int partition, long low, long high);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_partition_push_leader_response", StringMarshalling = StringMarshalling.Utf8)]
    public static partial ErrorCode PartitionPushLeaderResponse(ClusterHandle cluster, string topic, int partition, int leaderId, int leaderEpoch);

    /// <summary>Variadic in C; <paramref name="count"/> must be 1 here.</summary>
    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_partition_push_request_errors", StringMarshalling = StringMarshalling.Utf8)]
    public static partial ErrorCode PartitionPushRequestErrors(ClusterHandle cluster, string topic, int partition, short api, nuint count, ErrorCode error);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_push_request_errors_array")]
    public static partial void PushRequestErrors(ClusterHandle cluster, short api, nuint count, ReadOnlySpan<ErrorCode> errors);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_clear_request_errors")]
    public static partial void ClearRequestErrors(ClusterHandle cluster, short api);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_set_apiversion")]
    public static partial ErrorCode SetApiVersion(ClusterHandle cluster, short api, short min, short max);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_coordinator_set", StringMarshalling = StringMarshalling.Utf8)]
    public static partial ErrorCode CoordinatorSet(ClusterHandle cluster, string keyType, string key, int brokerId);
}
