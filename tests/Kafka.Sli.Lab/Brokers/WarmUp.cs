using Confluent.Kafka;

namespace Kafka.Sli.Lab.Brokers;

/// <summary>A fresh broker's first second is slow, as its code has yet to be compiled, and its groups and transactions have no topics yet.</summary>
internal static class WarmUp
{
    private const string Topic = "warm-up";
    private const int Messages = 6_000;
    private const int Transactions = 30;

    public static async Task RunAsync(KafkaCluster cluster)
    {
        await cluster.Admin.CreateTopicAsync(Topic, Placements.Of(cluster));
        await Task.Run(
            () =>
            {
                Send(cluster.BootstrapServers);
                Transact(cluster.BootstrapServers);
                Read(cluster.BootstrapServers);
            },
            TestContext.Current.CancellationToken);
        await cluster.Admin.DeleteTopicAsync(Topic);
    }

    private static void Send(string servers)
    {
        using var producer = new ProducerBuilder<Null, byte[]>(new ProducerConfig { BootstrapServers = servers, Acks = Acks.All, LingerMs = 0 }).SetLogHandler((_, _) => { }).Build();
        for (var i = 0; i < Messages; i++)
        {
            producer.Produce(Topic, new Message<Null, byte[]> { Value = new byte[100] });
            if (i % 4 == 0)
            {
                Thread.Sleep(1);
            }
        }

        producer.Flush(TestContext.Current.CancellationToken);
    }

    private static void Transact(string servers)
    {
        using var producer = new ProducerBuilder<Null, byte[]>(new ProducerConfig { BootstrapServers = servers, TransactionalId = Topic }).SetLogHandler((_, _) => { }).Build();
        producer.InitTransactions(TimeSpan.FromSeconds(60));
        for (var i = 0; i < Transactions; i++)
        {
            producer.BeginTransaction();
            producer.Produce(Topic, new Message<Null, byte[]> { Value = new byte[100] });
            producer.CommitTransaction();
        }
    }

    private static void Read(string servers)
    {
        using var consumer = new ConsumerBuilder<Ignore, byte[]>(
                new ConsumerConfig { BootstrapServers = servers, GroupId = Topic, AutoOffsetReset = AutoOffsetReset.Earliest })
            .SetLogHandler((_, _) => { }).Build();
        consumer.Subscribe(Topic);
        for (var read = 0; read < Messages;)
        {
            read += consumer.Consume(TestContext.Current.CancellationToken).IsPartitionEOF ? 0 : 1;
        }

        consumer.Commit();
        consumer.Close();
    }
}
