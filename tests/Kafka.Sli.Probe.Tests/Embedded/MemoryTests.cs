using System.Globalization;
using Confluent.Kafka;
using Kafka.Sli.Probe.Embedded;

namespace Kafka.Sli.Probe.Tests.Embedded;

/// <summary>By itself: the resident set is the whole process's.</summary>
[CollectionDefinition(nameof(MemoryTests), DisableParallelization = true)]
[Collection(nameof(MemoryTests))]
public class MemoryTests(ITestOutputHelper output)
{
    private const int MessageSize = 10_000;
    private const int Messages = 30_000;
    private const int Part = Messages / 10;

    [Fact]
    public async Task What_was_sent_long_ago_is_let_go()
    {
        using var cluster = EmbeddedCluster.Start();
        cluster.CreateTopic("orders", partitions: 3);
        using var producer = Clients.Producer(cluster, ("queue.buffering.max.kbytes", "8192"), ("linger.ms", "5"));
        var value = new string('v', MessageSize);
        var resident = new List<long>();

        while (resident.Count < Messages / Part)
        {
            await SendAsync(producer, value);
            resident.Add(Environment.WorkingSet / 1_000_000);
        }

        var growth = resident[^1] - resident[(resident.Count / 3) - 1];
        var figures = string.Create(CultureInfo.InvariantCulture, $"{Messages * (long)MessageSize / 1_000_000} MB sent; resident after each tenth, in MB: {string.Join(", ", resident)}");
        output.WriteLine(figures);
        Assert.True(growth < 60, figures);
    }

    private static async Task SendAsync(IProducer<string, string> producer, string value)
    {
        var left = Part;
        var sent = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        for (var i = 0; i < Part; i++)
        {
            while (!TrySend(i % 3))
            {
                producer.Poll(TimeSpan.FromMilliseconds(10));
            }
        }

        await sent.Task;

        bool TrySend(int partition)
        {
            try
            {
                producer.Produce(new TopicPartition("orders", partition), new() { Key = "k", Value = value }, Settled);
                return true;
            }
            catch (ProduceException<string, string> full) when (full.Error.Code == ErrorCode.Local_QueueFull)
            {
                return false;
            }
        }

        void Settled(DeliveryReport<string, string> report)
        {
            if (report.Error.IsError)
            {
                sent.TrySetException(new KafkaException(report.Error));
            }
            else if (Interlocked.Decrement(ref left) == 0)
            {
                sent.TrySetResult();
            }
        }
    }
}
