using Confluent.Kafka;
using Kafka.Sli.Probe.Embedded;

namespace Kafka.Sli.Probe.Tests.Embedded;

public class SilenceTests
{
    [Fact]
    public async Task Librdkafka_keeps_quiet_about_the_cluster()
    {
        var said = await StandardError.DuringAsync(async () =>
        {
            using var cluster = EmbeddedCluster.Start();
            cluster.CreateTopic("orders", partitions: 1);
            cluster.MoveLeader("orders", 0, 2);
            using var producer = Clients.Producer(cluster);
            await Clients.SendAsync(producer, "orders", 0);
            await Clients.SendAsync(producer, "unheard-of", 0);
            cluster.BrokerDown(2);
            cluster.MoveLeader("orders", 0, 3);
            await Clients.SendAsync(producer, "orders", 0);
            cluster.PushRequestErrors(KafkaApi.Produce, ErrorCode.Local_Transport);
            await Clients.SendAsync(producer, "orders", 0);
            cluster.AllBrokersDown();
        });

        Assert.Equal("", said);
    }

    [Fact]
    public async Task What_a_client_without_a_log_handler_says_would_have_been_caught()
    {
        var said = await StandardError.DuringAsync(() => Task.Run(() =>
        {
            using var producer = new ProducerBuilder<string, string>(new ProducerConfig { BootstrapServers = "127.0.0.1:9" }).Build();
            producer.Flush(TimeSpan.FromMilliseconds(500));
            producer.Produce("orders", new Message<string, string>());
            producer.Flush(TimeSpan.FromMilliseconds(500));
        }));

        Assert.Contains("rdkafka", said, StringComparison.Ordinal);
    }
}
