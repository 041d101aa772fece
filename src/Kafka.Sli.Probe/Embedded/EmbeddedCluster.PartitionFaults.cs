using Confluent.Kafka;

namespace Kafka.Sli.Probe.Embedded;

/// <summary>Faults of a topic and of one partition.</summary>
internal sealed partial class EmbeddedCluster
{
    /// <summary>Gives the partition another leader and a new leader epoch; with <see cref="NoBroker"/> it has none.</summary>
    public void MoveLeader(string topic, int partition, int brokerId)
    {
        RequirePartition(topic, partition);
        Check(Librdkafka.PartitionSetLeader(Native, topic, partition, BrokerOrNone(brokerId)), $"the leader of {topic}[{partition}] is not {brokerId}");
    }

    /// <summary>Which replica consumers are told to fetch from instead of the leader (KIP-392).</summary>
    public void SetFollower(string topic, int partition, int brokerId)
    {
        RequirePartition(topic, partition);
        Check(Librdkafka.PartitionSetFollower(Native, topic, partition, BrokerOrNone(brokerId)), $"the follower of {topic}[{partition}] is not {brokerId}");
    }

    /// <summary>Outside of them the follower answers <see cref="ErrorCode.OffsetOutOfRange"/>, as one that lags does; null for the leader's own.</summary>
    public void SetFollowerWatermarks(string topic, int partition, long? low, long? high)
    {
        RequirePartition(topic, partition);
        InRange(low ?? 0, 0, long.MaxValue, nameof(low));
        InRange(high ?? low ?? 0, low ?? 0, long.MaxValue, nameof(high));
        Check(Librdkafka.PartitionSetFollowerWatermarks(Native, topic, partition, low ?? -1, high ?? -1), $"the follower's watermarks of {topic}[{partition}] are not set");
    }

    /// <summary>Stale metadata: the next answer that names this partition's leader says this, true or not. One answer for each call, in order.</summary>
    public void PushLeaderResponse(string topic, int partition, int brokerId, int leaderEpoch)
    {
        RequirePartition(topic, partition);
        InRange(leaderEpoch, -1, int.MaxValue);
        Check(Librdkafka.PartitionPushLeaderResponse(Native, topic, partition, BrokerOrNone(brokerId), leaderEpoch), $"the leader response of {topic}[{partition}] is not pushed");
    }

    /// <summary>What the metadata says of the topic until it is set to <see cref="ErrorCode.NoError"/>.</summary>
    public void SetTopicError(string topic, ErrorCode error)
    {
        RequirePartition(topic, partition: 0);
        if (error < ErrorCode.Unknown)
        {
            throw new ArgumentOutOfRangeException(nameof(error), error, $"{error} is an error of the client's own; set one that brokers answer with");
        }

        Librdkafka.TopicSetError(Native, topic, error);
    }
}
