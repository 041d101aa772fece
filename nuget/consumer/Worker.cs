using Confluent.Kafka;
using Kafka.Sli;

namespace Service;

/// <summary>Sends ten messages, reads them, and ends the service.</summary>
internal sealed class Worker(IProducer<string, string> producer, KafkaSli sli, IHostApplicationLifetime life) : BackgroundService
{
    private const int Messages = 10;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The cluster is inside the producer, which knows its addresses.
        using var admin = new DependentAdminClientBuilder(producer.Handle).Build();
        var brokers = admin.GetMetadata(TimeSpan.FromSeconds(30)).Brokers;
        var config = new ConsumerConfig { BootstrapServers = string.Join(',', brokers.Select(b => $"{b.Host}:{b.Port}")), GroupId = "readers" };
        using var consumer = new SliConsumerBuilder<string, string>(config, sli).Build();

        // Before anything is sent: what is older than the assignment is a backlog, and excluded.
        var orders = new TopicPartition("orders", 0);
        consumer.Assign(new TopicPartitionOffset(orders, Offset.Beginning));
        for (var i = 0; i < Messages; i++)
        {
            producer.Produce(orders, new() { Key = "k", Value = "v" });
        }

        await Task.Run(() => producer.Flush(stoppingToken), stoppingToken);
        var (read, until) = (0, DateTime.UtcNow.AddSeconds(30));
        while (read < Messages && DateTime.UtcNow < until)
        {
            read += consumer.Consume(TimeSpan.FromSeconds(1)) is null ? 0 : 1;
        }

        Console.WriteLine($"READ {read}");
        life.StopApplication();
    }
}
