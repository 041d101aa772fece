using System.Globalization;
using System.Runtime.InteropServices;
using Confluent.Kafka;

namespace Kafka.Sli.Probe.Embedded;

/// <summary>
/// A Kafka cluster inside this process: librdkafka's mock, on loopback ports that any client of this machine can use.
/// It knows no CreateTopics and no ACLs, does not keep the promises of transactions, and ListConsumerGroups crashes the process.
/// </summary>
internal sealed partial class EmbeddedCluster : IDisposable
{
    /// <summary>In the place of a broker id: none, that is no leader, no follower, no coordinator, no controller.</summary>
    public const int NoBroker = -1;

    private const int AllBrokers = -1;

    // A listener that fails to bind makes rd_kafka_mock_cluster_new abort the process: stay far below the limit of open files.
    private const int MostBrokers = 100;

    private readonly ClusterHandle _handle;

    private EmbeddedCluster(ClusterHandle handle, int brokers)
    {
        _handle = handle;
        _brokers = [.. Enumerable.Range(1, brokers)];
    }

    /// <summary>The brokers of the start; who is added later is found through the metadata.</summary>
    public string BootstrapServers => Marshal.PtrToStringUTF8(Librdkafka.ClusterBootstraps(Native))!;

    private ClusterHandle Native
    {
        get
        {
            ObjectDisposedException.ThrowIf(_handle.IsClosed, this);
            return _handle;
        }
    }

    /// <summary>Its brokers are numbered from 1; the first is the controller, without which DescribeCluster and DescribeTopics time out.</summary>
    public static EmbeddedCluster Start(int brokers = 3, EmbeddedClusterOptions? options = null)
    {
        InRange(brokers, 1, MostBrokers);
        options ??= new EmbeddedClusterOptions();
        var initialDelay = Milliseconds(options.GroupInitialRebalanceDelay, least: 0);
        var heartbeat = Milliseconds(options.GroupConsumerHeartbeatInterval, least: 1);
        var session = Milliseconds(options.GroupConsumerSessionTimeout, least: 1);

        var cluster = new EmbeddedCluster(new ClusterHandle(brokers), brokers);
        Librdkafka.SetGroupInitialRebalanceDelay(cluster.Native, initialDelay);
        Librdkafka.SetGroupConsumerHeartbeatInterval(cluster.Native, heartbeat);
        Librdkafka.SetGroupConsumerSessionTimeout(cluster.Native, session);
        cluster.SetController(brokerId: 1);
        return cluster;
    }

    public void Dispose() => _handle.Dispose();

    private static void Check(ErrorCode code, FormattableString attempt)
    {
        if (code != ErrorCode.NoError)
        {
            throw new KafkaException(new Error(code, $"{attempt.ToString(CultureInfo.InvariantCulture)}: {code.GetReason()}"));
        }
    }
}
