using Confluent.Kafka;

namespace Kafka.Sli.Lab.Observing;

/// <summary>What is in a topic's log, read by a client that nothing decorates.</summary>
internal static class LogReader
{
    public static async Task<IReadOnlyList<ConsumeResult<byte[], byte[]>>> ReadAsync(string servers, string topic, int partitions) =>
        await Task.Factory.StartNew(() => Read(servers, topic, partitions), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static List<ConsumeResult<byte[], byte[]>> Read(string servers, string topic, int partitions)
    {
        var config = new ConsumerConfig { BootstrapServers = servers, GroupId = "log-reader", EnableAutoCommit = false, EnablePartitionEof = true, IsolationLevel = IsolationLevel.ReadCommitted };
        using var consumer = new ConsumerBuilder<byte[], byte[]>(config).SetLogHandler((_, _) => { }).Build();
        consumer.Assign(Enumerable.Range(0, partitions).Select(p => new TopicPartitionOffset(topic, p, Offset.Beginning)));
        var all = new List<ConsumeResult<byte[], byte[]>>();
        for (var left = partitions; left > 0;)
        {
            var result = consumer.Consume(TestContext.Current.CancellationToken);
            if (result.IsPartitionEOF)
            {
                left--;
            }
            else
            {
                all.Add(result);
            }
        }

        return all;
    }
}
