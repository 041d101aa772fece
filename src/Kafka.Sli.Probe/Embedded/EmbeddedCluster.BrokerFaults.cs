namespace Kafka.Sli.Probe.Embedded;

/// <summary>Faults of one broker, or of all of them.</summary>
internal sealed partial class EmbeddedCluster
{
    private const int LongestHost = 127;

    private int _controller;

    /// <summary>Cuts its connections and takes no new ones. No other broker is elected: the partitions it leads keep it as their leader, see <see cref="MoveLeader"/>.</summary>
    public void BrokerDown(int brokerId) => Check(Librdkafka.BrokerSetDown(Native, Broker(brokerId)), $"broker {brokerId} is not down");

    /// <summary>On the port it had before.</summary>
    public void BrokerUp(int brokerId) => Check(Librdkafka.BrokerSetUp(Native, Broker(brokerId)), $"broker {brokerId} is not up");

    public void AllBrokersDown() => Check(Librdkafka.BrokerSetDown(Native, AllBrokers), $"the brokers are not down");

    public void AllBrokersUp() => Check(Librdkafka.BrokerSetUp(Native, AllBrokers), $"the brokers are not up");

    /// <summary>How long each answer waits; in whole milliseconds, rounded up.</summary>
    public void SetRoundTripTime(int brokerId, TimeSpan roundTrip) =>
        Check(Librdkafka.BrokerSetRoundTripTime(Native, Broker(brokerId), Milliseconds(roundTrip)), $"the round-trip time of broker {brokerId} is not set");

    /// <inheritdoc cref="SetRoundTripTime(int, TimeSpan)"/>
    public void SetRoundTripTime(TimeSpan roundTrip) =>
        Check(Librdkafka.BrokerSetRoundTripTime(Native, AllBrokers, Milliseconds(roundTrip)), $"the round-trip time is not set");

    public void SetRack(int brokerId, string rack)
    {
        ArgumentNullException.ThrowIfNull(rack);
        Check(Librdkafka.BrokerSetRack(Native, Broker(brokerId), rack), $"the rack of broker {brokerId} is not set");
    }

    /// <summary>As a wrong <c>advertised.listeners</c> would: the metadata sends clients to another address. Connections that exist stay.</summary>
    public void AdvertiseBroker(int brokerId, string host, int port)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(host);
        InRange(host.Length, 1, LongestHost);
        InRange(port, 1, ushort.MaxValue);
        Librdkafka.BrokerSetHostPort(Native, Broker(brokerId), host, port);
    }

    /// <summary>The controller of the metadata, or <see cref="NoBroker"/>.</summary>
    public void SetController(int brokerId)
    {
        Librdkafka.SetController(Native, BrokerOrNone(brokerId));
        _controller = brokerId;
    }

    /// <summary>Who coordinates a group or a transactional id; with <see cref="NoBroker"/> clients are told that it is not available.</summary>
    public void SetCoordinator(CoordinatorKind kind, string key, int brokerId)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        var keyType = kind switch
        {
            CoordinatorKind.Group => "group",
            CoordinatorKind.Transaction => "transaction",
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, $"a coordinator is one of {string.Join(", ", Enum.GetNames<CoordinatorKind>())}"),
        };
        Check(Librdkafka.CoordinatorSet(Native, keyType, key, BrokerOrNone(brokerId)), $"the coordinator of {keyType} '{key}' is not set");
    }
}
