using System.Diagnostics;
using Confluent.Kafka;
using Kafka.Sli.Probe.Embedded;

namespace Kafka.Sli.Tests.OnCluster;

public sealed class DeliveryOnClusterTests : IDisposable
{
    private const string Topic = "orders";

    private readonly EmbeddedCluster _cluster = EmbeddedCluster.Start(brokers: 1);
    private readonly KafkaSli _sli = KafkaSli.Create();
    private readonly Measurements _measured;
    private readonly IProducer<string, string> _producer;
    private readonly IConsumer<string, string> _consumer;

    public DeliveryOnClusterTests()
    {
        _measured = new Measurements(_sli);
        _cluster.CreateTopic(Topic, partitions: 1);
        _producer = new ProducerBuilder<string, string>(new ProducerConfig { BootstrapServers = _cluster.BootstrapServers, LingerMs = 0 }).Build().WithSli(_sli);
        _consumer = BuildConsumer(Deserializers.Utf8).WithSli(_sli, new SliClientOptions { ConsumerGroup = "billing" });
        _consumer.Assign(new TopicPartitionOffset(Topic, 0, Offset.Beginning));
    }

    public void Dispose()
    {
        _producer.Dispose();
        _consumer.Dispose();
        _measured.Dispose();
        _sli.Dispose();
        _cluster.Dispose();
    }

    [Fact]
    public async Task The_age_spans_both_clients()
    {
        var watch = Stopwatch.StartNew();
        await _producer.ProduceAsync(Topic, new Message<string, string> { Value = "v" });
        await Task.Delay(300, TestContext.Current.CancellationToken);
        var result = _consumer.Consume(TimeSpan.FromSeconds(10));
        var observed = watch.Elapsed.TotalSeconds;

        Assert.Equal("v", result.Message.Value);
        var measured = Assert.Single(_measured.Deliveries);
        Assert.InRange(measured.Value, 0.3, observed + 0.001);
        Assert.Equal("billing", measured["messaging.consumer.group.name"]);
        Assert.Null(measured["kafka.sli.stamp"]);
    }

    [Fact]
    public async Task A_message_that_is_sent_on_is_stamped_anew()
    {
        _cluster.CreateTopic("forwarded", partitions: 1);
        await _producer.ProduceAsync(Topic, new Message<string, string> { Value = "v" });
        var result = _consumer.Consume(TimeSpan.FromSeconds(10));
        await Task.Delay(1000, TestContext.Current.CancellationToken);

        var sentOn = Stopwatch.StartNew();
        await _producer.ProduceAsync("forwarded", result.Message);
        _consumer.Assign(new TopicPartitionOffset("forwarded", 0, Offset.Beginning));
        var forwarded = _consumer.Consume(TimeSpan.FromSeconds(10));

        Assert.Single(forwarded.Message.Headers, h => h.Key == "kafka-sli-sent");
        Assert.Null(_measured.Deliveries[1]["kafka.sli.stamp"]);
        Assert.InRange(_measured.Deliveries[1].Value, 0, sentOn.Elapsed.TotalSeconds + 0.001);
    }

    [Fact]
    public async Task A_seek_back_is_a_replay()
    {
        await _producer.ProduceAsync(Topic, new Message<string, string> { Value = "v" });
        var result = _consumer.Consume(TimeSpan.FromSeconds(10));

        _consumer.Seek(result.TopicPartitionOffset);
        _consumer.Consume(TimeSpan.FromSeconds(10));

        Assert.Equal([null, "replay"], _measured.Deliveries.Select(m => m["kafka.sli.outcome"]));
    }

    [Fact]
    public async Task A_message_that_cannot_be_deserialised_is_a_delivery_and_an_error()
    {
        using var broken = BuildConsumer<string>(new Broken()).WithSli(_sli);
        broken.Assign(new TopicPartitionOffset(Topic, 0, Offset.Beginning));
        await _producer.ProduceAsync(Topic, new Message<string, string> { Value = "v" });

        Assert.Throws<ConsumeException>(() => broken.Consume(TimeSpan.FromSeconds(10)));

        Assert.Single(_measured.Deliveries);
        Assert.Equal("Local_ValueDeserialization", Assert.Single(_measured.Of("kafka.sli.consume.errors"))["error.type"]);
    }

    private IConsumer<string, TValue> BuildConsumer<TValue>(IDeserializer<TValue> deserializer) => new ConsumerBuilder<string, TValue>(new ConsumerConfig
    {
        BootstrapServers = _cluster.BootstrapServers,
        GroupId = "billing",
        FetchWaitMaxMs = 10,
    }).SetValueDeserializer(deserializer).Build();

    private sealed class Broken : IDeserializer<string>
    {
        public string Deserialize(ReadOnlySpan<byte> data, bool isNull, SerializationContext context) => throw new FormatException("broken");
    }
}
