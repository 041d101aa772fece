using System.Runtime.InteropServices;
using Confluent.Kafka;

namespace Kafka.Sli.Probe.Embedded;

/// <summary>The part of the mock cluster that speaks of one broker (or, where said, of all with -1), and of what the brokers saw.</summary>
internal static partial class Librdkafka
{
    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_broker_set_down")]
    public static partial ErrorCode BrokerSetDown(ClusterHandle cluster, int brokerIdOrAll);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_broker_set_up")]
    public static partial ErrorCode BrokerSetUp(ClusterHandle cluster, int brokerIdOrAll);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_broker_set_rtt")]
    public static partial ErrorCode BrokerSetRoundTripTime(ClusterHandle cluster, int brokerIdOrAll, int milliseconds);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_broker_set_rack", StringMarshalling = StringMarshalling.Utf8)]
    public static partial ErrorCode BrokerSetRack(ClusterHandle cluster, int brokerIdOrAll, string rack);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_broker_set_host_port", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void BrokerSetHostPort(ClusterHandle cluster, int brokerId, string host, int port);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_broker_add")]
    public static partial ErrorCode BrokerAdd(ClusterHandle cluster, int brokerId);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_broker_decommission")]
    public static partial ErrorCode BrokerDecommission(ClusterHandle cluster, int brokerId);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_broker_remove_from_metadata")]
    public static partial ErrorCode BrokerRemoveFromMetadata(ClusterHandle cluster, int brokerId);

    /// <summary>Variadic in C; <paramref name="count"/> must be 1 here.</summary>
    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_broker_push_request_error_rtts")]
    public static partial ErrorCode BrokerPushRequestErrors(ClusterHandle cluster, int brokerId, short api, nuint count, ErrorCode error, int milliseconds);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_broker_error_stack_cnt")]
    public static partial ErrorCode BrokerErrorCount(ClusterHandle cluster, int brokerId, short api, ref nuint count);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_start_request_tracking")]
    public static partial void StartRequestTracking(ClusterHandle cluster);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_stop_request_tracking")]
    public static partial void StopRequestTracking(ClusterHandle cluster);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_clear_requests")]
    public static partial void ClearRequests(ClusterHandle cluster);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_get_requests")]
    public static unsafe partial nint* GetRequests(ClusterHandle cluster, out nuint count);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_request_destroy_array")]
    public static unsafe partial void DestroyRequests(nint* requests, nuint count);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_request_id")]
    public static partial int RequestBrokerId(nint request);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_request_api_key")]
    public static partial short RequestApiKey(nint request);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_request_timestamp")]
    public static partial long RequestTimestamp(nint request);
}
