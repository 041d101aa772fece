using System.Diagnostics;
using System.Globalization;
using Confluent.Kafka;

namespace Kafka.Sli.Benchmarks;

/// <summary>
/// Messages of 100 bytes a second, with us and without, against an embedded cluster in its own process, with the SDK listening. Rounds alternate, so that what
/// the machine does meanwhile meets both alike; the raw client against itself says how far to trust a ratio.
/// </summary>
internal static class Throughput
{
    private const int Rounds = 15;
    private const int Sent = 60_000;
    private const int Outstanding = 1_000;

    /// <summary>What the cluster keeps of a topic is a few megabytes a partition.</summary>
    private const int Read = 100_000;

    private static readonly string Payload = new('x', 100);

    public static async Task RunAsync()
    {
        Console.WriteLine("| case | stamp | with us / without | without / without |");
        Console.WriteLine("|---|---|---:|---:|");
        foreach (var stamp in (bool[])[false, true])
        {
            using var cluster = ClusterProcess.Start();
            using var sli = Clients.Sli(stamp);
            using var listening = new Listening(sli);
            var config = new ProducerConfig { BootstrapServers = cluster.BootstrapServers, LingerMs = 5 };
            using var raw = new ProducerBuilder<Null, string>(config).Build();
            using var control = new ProducerBuilder<Null, string>(config).Build();
            using var ours = new SliProducerBuilder<Null, string>(config, sli, Clients.Named).Build();
            Func<Headers?> byHand = stamp ? Clients.ByHand : static () => null;
            await CompareAsync("Produce with handler", stamp, () => ProduceAsync(raw, byHand), () => ProduceAsync(control, byHand), () => ProduceAsync(ours, static () => null));
            await CompareAsync("ProduceAsync", stamp, () => SendAsync(raw, byHand), () => SendAsync(control, byHand), () => SendAsync(ours, static () => null));
            await ConsumeAsync(cluster, sli, ours, stamp);
        }
    }

    private static async Task ConsumeAsync(ClusterProcess cluster, KafkaSli sli, IProducer<Null, string> producer, bool stamp)
    {
        for (var i = 0; i < 3; i++)
        {
            await ProduceAsync(producer, static () => null);
        }

        var config = new ConsumerConfig { BootstrapServers = cluster.BootstrapServers, GroupId = "billing", FetchWaitMaxMs = 10, EnableAutoCommit = false };
        using var raw = new ConsumerBuilder<Ignore, string>(config).Build();
        using var control = new ConsumerBuilder<Ignore, string>(config).Build();
        await CompareAsync("Consume", stamp, () => ReadAsync(raw), () => ReadAsync(control), () =>
        {
            // What was read before is replay, which is another path: each round has a group that has read nothing.
            using var ours = new SliConsumerBuilder<Ignore, string>(config, sli, new SliClientOptions { Name = Guid.NewGuid().ToString() }).Build();
            return ReadAsync(ours);
        });
    }

    private static async Task CompareAsync(string what, bool stamp, Func<Task<double>> raw, Func<Task<double>> control, Func<Task<double>> ours)
    {
        var (ratios, controls) = (new List<double>(), new List<double>());
        for (var round = -2; round < Rounds; round++)
        {
            var (a, b, c) = round % 2 == 0
                ? (await raw(), await ours(), await control())
                : Reversed(await control(), await ours(), await raw());
            if (round >= 0)
            {
                ratios.Add(b / Math.Sqrt(a * c));
                controls.Add(c / a);
            }
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {what} | {(stamp ? "on" : "off")} | {Median(ratios):0.00} | {Median(controls):0.00} |"));
    }

    private static (double A, double B, double C) Reversed(double c, double b, double a) => (a, b, c);

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    /// <returns>Messages a second, to the last report.</returns>
    private static async Task<double> ProduceAsync(IProducer<Null, string> producer, Func<Headers?> headers)
    {
        var left = Sent;
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Action<DeliveryReport<Null, string>> handler = report =>
        {
            if (report.Error.IsError)
            {
                done.TrySetException(new KafkaException(report.Error));
            }
            else if (Interlocked.Decrement(ref left) == 0)
            {
                done.TrySetResult();
            }
        };
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < Sent; i++)
        {
            producer.Produce(Clients.Topic, new Message<Null, string> { Value = Payload, Headers = headers() }, handler);
        }

        await done.Task;
        return Sent / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static async Task<double> SendAsync(IProducer<Null, string> producer, Func<Headers?> headers)
    {
        var start = Stopwatch.GetTimestamp();
        var tasks = new Task[Outstanding];
        for (var i = 0; i < Sent; i += Outstanding)
        {
            for (var j = 0; j < Outstanding; j++)
            {
                tasks[j] = producer.ProduceAsync(Clients.Topic, new Message<Null, string> { Value = Payload, Headers = headers() });
            }

            await Task.WhenAll(tasks);
        }

        return Sent / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static Task<double> ReadAsync(IConsumer<Ignore, string> consumer)
    {
        consumer.Assign(Enumerable.Range(0, ClusterProcess.Partitions).Select(p => new TopicPartitionOffset(Clients.Topic, p, Offset.Beginning)));
        _ = consumer.Consume(TimeSpan.FromSeconds(30)) ?? throw new TimeoutException("nothing to read");
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < Read; i++)
        {
            _ = consumer.Consume(TimeSpan.FromSeconds(30)) ?? throw new TimeoutException("nothing more to read");
        }

        var rate = Read / Stopwatch.GetElapsedTime(start).TotalSeconds;
        consumer.Unassign();
        return Task.FromResult(rate);
    }
}
