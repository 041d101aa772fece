using Confluent.Kafka;
using Kafka.Sli.Probe.Embedded;

namespace Kafka.Sli.Probe.Tests.Embedded;

public class TopicTests
{
    [Fact]
    public void A_topic_has_the_partitions_and_replicas_it_was_created_with()
    {
        using var cluster = EmbeddedCluster.Start(brokers: 4);

        cluster.CreateTopic("orders", partitions: 5, replicationFactor: 2);

        var topic = Assert.Single(Clients.Metadata(cluster).Topics);
        Assert.Equal(("orders", 5), (topic.Topic, topic.Partitions.Count));
        Assert.All(topic.Partitions, partition => Assert.Equal(2, partition.Replicas.Length));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(5, 3)]
    public void Without_a_replication_factor_it_is_three_or_all(int brokers, int replicas)
    {
        using var cluster = EmbeddedCluster.Start(brokers);

        cluster.CreateTopic("orders", partitions: 1);

        Assert.Equal(replicas, Clients.Metadata(cluster).Topics.Single().Partitions.Single().Replicas.Length);
    }

    [Fact]
    public void A_topic_cannot_be_created_twice_nor_deleted_twice()
    {
        using var cluster = EmbeddedCluster.Start(brokers: 1);
        cluster.CreateTopic("orders", partitions: 1);

        Assert.Equal(ErrorCode.TopicAlreadyExists, Assert.Throws<KafkaException>(() => cluster.CreateTopic("orders", partitions: 1)).Error.Code);

        cluster.DeleteTopic("orders");
        Assert.Empty(Clients.Metadata(cluster).Topics);
        Assert.Equal(ErrorCode.UnknownTopicOrPart, Assert.Throws<KafkaException>(() => cluster.DeleteTopic("orders")).Error.Code);
    }

    [Fact]
    public async Task Deleted_records_are_not_read()
    {
        using var cluster = EmbeddedCluster.Start(brokers: 1);
        cluster.CreateTopic("orders", partitions: 1);
        using var producer = Clients.Producer(cluster);
        await Clients.SendAsync(producer, "orders", 0, "first");
        await Clients.SendAsync(producer, "orders", 0, "second");

        cluster.DeleteRecords("orders", 0, beforeOffset: 1);

        using var consumer = Clients.Consumer(cluster, "readers");
        consumer.Assign(new TopicPartitionOffset("orders", 0, Offset.Beginning));
        Assert.Equal("second", Clients.Next(consumer).Message.Value);
        Assert.Equal(ErrorCode.OffsetOutOfRange, Assert.Throws<KafkaException>(() => cluster.DeleteRecords("orders", 0, beforeOffset: 3)).Error.Code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("two words")]
    [InlineData("line\n")]
    public void A_name_Kafka_would_not_take_is_refused(string name)
    {
        using var cluster = EmbeddedCluster.Start(brokers: 1);

        Assert.Throws<ArgumentException>(() => cluster.CreateTopic(name, partitions: 1));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(10_001, 1)]
    [InlineData(1, 0)]
    [InlineData(1, 4)]
    public void Numbers_out_of_range_are_refused(int partitions, int replicationFactor)
    {
        using var cluster = EmbeddedCluster.Start();

        Assert.Throws<ArgumentOutOfRangeException>(() => cluster.CreateTopic("orders", partitions, replicationFactor));
    }
}
