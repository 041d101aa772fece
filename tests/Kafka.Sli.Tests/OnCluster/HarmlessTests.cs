using Confluent.Kafka;

namespace Kafka.Sli.Tests.OnCluster;

/// <summary>What applications do to their clients, on brokers that speak the protocol.</summary>
public sealed class HarmlessTests : IDisposable
{
    private const string Topic = ClusterOfClients.Topic;

    private readonly ClusterOfClients _given = new();

    public void Dispose()
    {
        Assert.Equal(0, Assert.Single(_given.Measured.Observe("kafka.sli.internal.errors")).Value);
        _given.Dispose();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Headers_that_two_threads_send_at_once_arrive_whole_and_are_left_as_they_were(bool isBuilt)
    {
        const int Sends = 2000;
        var headers = new Headers { { "a", [1] }, { "b", [2] } };
        var producer = _given.Producer(isBuilt);

        await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < Sends / 2; i++)
            {
                producer.Produce(Topic, new Message<string, string> { Value = "v", Headers = headers });
            }
        })));
        producer.Flush(TimeSpan.FromSeconds(60));

        Assert.Equal(["a", "b"], headers.Select(h => h.Key));
        Assert.All(Read(Sends), m => Assert.Equal(["a", "b", "kafka-sli-sent"], m.Headers.Select(h => h.Key)));
        Assert.Equal(Sends, _given.Measured.Produces.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_disposed_producer_refuses_as_it_does_without_us(bool isBuilt)
    {
        var raw = new ProducerBuilder<string, string>(new ProducerConfig { BootstrapServers = _given.Brokers.BootstrapServers }).Build();
        var producer = _given.Producer(isBuilt);
        raw.Dispose();
        producer.Dispose();
        producer.Dispose();

        // Not Produce: on a disposed client it never returns, without us too.
        Action<IProducer<string, string>>[] calls =
        [
            p => p.Flush(TimeSpan.Zero),
            p => p.Flush(),
            p => p.AddBrokers("127.0.0.1:9"),
            p => p.SetSaslCredentials("name", "password"),
            p => p.Poll(TimeSpan.Zero),
            p => _ = p.Name,
        ];
        Assert.All(calls, call => Assert.Equal(Record.Exception(() => call(raw))?.GetType(), Record.Exception(() => call(producer))?.GetType()));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_closed_consumer_refuses_as_it_does_without_us(bool isBuilt)
    {
        var raw = new ConsumerBuilder<string, string>(new ConsumerConfig { BootstrapServers = _given.Brokers.BootstrapServers, GroupId = "g" }).Build();
        var consumer = _given.Consumer(isBuilt);
        raw.Close();
        consumer.Close();
        consumer.Dispose();

        Action<IConsumer<string, string>>[] calls = [c => c.Consume(0), c => c.Commit(), c => c.Subscribe(Topic), c => c.Unsubscribe(), c => c.Close()];
        Assert.All(calls, call => Assert.Equal(Record.Exception(() => call(raw))?.GetType(), Record.Exception(() => call(consumer))?.GetType()));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_message_of_1_MB_and_one_of_nothing_arrive_as_they_are(bool isBuilt)
    {
        var large = new string('x', 1_000_000);
        var producer = _given.Producer(isBuilt, ("message.max.bytes", "2000000"));

        await producer.ProduceAsync(Topic, new Message<string, string> { Value = large });
        await producer.ProduceAsync(Topic, new Message<string, string> { Key = null!, Value = null! });

        var read = Read(2);
        Assert.Equal(large, read[0].Value);
        Assert.Null(read[1].Value);
        Assert.Null(read[1].Key);
    }

    [Fact]
    public async Task A_flood_of_destinations_is_sent_and_counted_under_one_name_past_the_limit()
    {
        const int Limit = 5;
        const int Topics = 20;
        using var sli = KafkaSli.Create(new KafkaSliOptions { DestinationLimit = Limit });
        using var measured = new Measurements(sli);
        using var producer = new SliProducerBuilder<string, string>(new ProducerConfig { BootstrapServers = _given.Brokers.BootstrapServers }, sli).Build();
        for (var i = 0; i < Topics; i++)
        {
            _given.Brokers.CreateTopic($"flood-{i}", partitions: 1);
        }

        await Task.WhenAll(Enumerable.Range(0, Topics).Select(i => producer.ProduceAsync($"flood-{i}", ClusterOfClients.Message())));

        var names = measured.Produces.ToLookup(m => m["messaging.destination.name"]);
        Assert.Equal(Limit + 1, names.Count);
        Assert.Equal(Topics - Limit, names["_other"].Count());
    }

    private List<Message<string, string>> Read(int messages)
    {
        using var reader = new ConsumerBuilder<string, string>(new ConsumerConfig
        {
            BootstrapServers = _given.Brokers.BootstrapServers,
            GroupId = "reader",
            FetchWaitMaxMs = 10,
        }).Build();
        reader.Assign(new TopicPartitionOffset(Topic, 0, Offset.Beginning));
        return [.. Enumerable.Range(0, messages).Select(_ => reader.Consume(TimeSpan.FromSeconds(60)).Message)];
    }
}
