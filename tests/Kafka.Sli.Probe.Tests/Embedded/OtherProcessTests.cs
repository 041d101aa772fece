using Kafka.Sli.Probe.Embedded;

namespace Kafka.Sli.Probe.Tests.Embedded;

public class OtherProcessTests
{
    private const string Bootstrap = "KAFKA_SLI_TEST_BOOTSTRAP";

    [Fact]
    public async Task Another_process_speaks_to_the_cluster()
    {
        using var cluster = EmbeddedCluster.Start();
        cluster.CreateTopic("questions", partitions: 1);
        cluster.CreateTopic("answers", partitions: 1);
        using var producer = Clients.Producer(cluster);
        using var consumer = Clients.Consumer(cluster, "askers");
        await Clients.SendAsync(producer, "questions", 0, "who?");

        var other = await TestProcess.RunAsync($"*.{nameof(The_other_process)}", (Bootstrap, cluster.BootstrapServers));

        Assert.True(other.ExitCode == 0, other.Output + other.Error);
        consumer.Assign(new Confluent.Kafka.TopicPartitionOffset("answers", 0, 0));
        var answer = Clients.Next(consumer).Message.Value;
        Assert.StartsWith("who? ", answer, StringComparison.Ordinal);
        Assert.NotEqual($"who? {Environment.ProcessId}", answer);
    }

    [Fact]
    public async Task Librdkafka_keeps_quiet_about_the_cluster()
    {
        var other = await TestProcess.RunAsync($"*.{nameof(The_troubled_process)}");

        Assert.True(other.ExitCode == 0, other.Output + other.Error);
        Assert.Equal("", other.Error);
        Assert.DoesNotContain("rdkafka", other.Output, StringComparison.Ordinal);
    }

    [Fact(Explicit = true)]
    public async Task The_other_process()
    {
        var servers = Environment.GetEnvironmentVariable(Bootstrap)!;
        using var consumer = Clients.Consumer(servers, "answerers");
        using var producer = Clients.Producer(servers);
        consumer.Subscribe("questions");

        await Clients.SendAsync(producer, "answers", 0, $"{Clients.Next(consumer).Message.Value} {Environment.ProcessId}");
    }

    [Fact(Explicit = true)]
    public async Task The_troubled_process()
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
        cluster.PushRequestErrors(KafkaApi.Produce, Confluent.Kafka.ErrorCode.Local_Transport);
        await Clients.SendAsync(producer, "orders", 0);
        cluster.AllBrokersDown();
    }
}
