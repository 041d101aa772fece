using System.Diagnostics;
using System.Globalization;
using Confluent.Kafka;

namespace Kafka.Sli.Benchmarks;

/// <summary>
/// Messages of 100 bytes a second, with us and without, against an embedded cluster in its own process, with the SDK listening. Rounds alternate, so that what
/// the machine does meanwhile meets all alike; the raw client against itself says how far to trust a ratio. The floor is the raw client with the clock read and
/// one histogram recorded by hand, which no decorator that keeps the contract can do without.
/// </summary>
internal static class Throughput
{
    private const int Rounds = 25;
    private const int Sent = 60_000;
    private const int Outstanding = 1_000;

    /// <summary>What the cluster keeps of a topic is a few megabytes a partition.</summary>
    private const int Read = 100_000;

    private static readonly string Payload = new('x', 100);

    public static async Task RunAsync()
    {
        Console.WriteLine("| case | stamp | with us / without | floor / without | without / without |");
        Console.WriteLine("|---|---|---:|---:|---:|");
        foreach (var stamp in (bool[])[false, true])
        {
            using var cluster = ClusterProcess.Start();
            using var sli = Clients.Sli(stamp);
            using var listening = new Listening(sli, new("messaging.destination.name", Clients.Topic), new("kafka.sli.client", Clients.Named.Name));
            var config = new ProducerConfig { BootstrapServers = cluster.BootstrapServers, LingerMs = 5 };
            using var raw = new ProducerBuilder<Null, string>(config).Build();
            using var control = new ProducerBuilder<Null, string>(config).Build();
            using var ours = new SliProducerBuilder<Null, string>(config, sli, Clients.Named).Build();
            Func<Headers?> byHand = stamp ? Clients.ByHand : static () => null;
            var floor = new FloorClients(listening);
            await CompareAsync("Produce with handler", stamp, [
                () => ProduceAsync(raw.Produce, byHand),
                () => ProduceAsync(ours.Produce, static () => null),
                () => ProduceAsync(floor.Over(raw), byHand),
                () => ProduceAsync(control.Produce, byHand)]);
            await CompareAsync("ProduceAsync", stamp, [
                () => SendAsync((topic, message) => raw.ProduceAsync(topic, message), byHand),
                () => SendAsync((topic, message) => ours.ProduceAsync(topic, message), static () => null),
                () => SendAsync(floor.AsynchronouslyOver(raw), byHand),
                () => SendAsync((topic, message) => control.ProduceAsync(topic, message), byHand)]);
            await ConsumeAsync(cluster, sli, ours, stamp);
        }
    }

    private static async Task ConsumeAsync(ClusterProcess cluster, KafkaSli sli, IProducer<Null, string> producer, bool stamp)
    {
        for (var i = 0; i < 3; i++)
        {
            await ProduceAsync(producer.Produce, static () => null);
        }

        using var listening = new Listening(
            sli,
            [
                new("messaging.destination.name", Clients.Topic),
                new("messaging.consumer.group.name", "billing"),
                new("kafka.sli.client", Clients.Named.Name),
                .. stamp ? (KeyValuePair<string, object?>[])[] : [new("kafka.sli.stamp", "create_time")],
            ]);
        var floor = new FloorClients(listening);
        var config = new ConsumerConfig { BootstrapServers = cluster.BootstrapServers, GroupId = "billing", FetchWaitMaxMs = 10, EnableAutoCommit = false };

        // What was read before is replay, which is another path: each round has a client that has read nothing, with a name as long as that of the floor.
        var round = 0;
        await CompareAsync("Consume", stamp, [
            () => ReadAsync(new ConsumerBuilder<Ignore, string>(config).Build(), static (consumer, limit) => consumer.Consume(limit)),
            () => ReadAsync(
                new SliConsumerBuilder<Ignore, string>(config, sli, new SliClientOptions { Name = $"read-{++round:000}" }).Build(), static (consumer, limit) => consumer.Consume(limit)),
            () => ReadAsync(new ConsumerBuilder<Ignore, string>(config).Build(), floor.Consume),
            () => ReadAsync(new ConsumerBuilder<Ignore, string>(config).Build(), static (consumer, limit) => consumer.Consume(limit))]);
    }

    /// <param name="what">The case.</param>
    /// <param name="stamp">Whether messages carry a stamp.</param>
    /// <param name="sides">Without us, with us, by hand, and without us again.</param>
    private static async Task CompareAsync(string what, bool stamp, Func<Task<double>>[] sides)
    {
        var (ours, floor, control) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = -3; round < Rounds; round++)
        {
            var rates = new double[sides.Length];
            foreach (var side in round % 2 == 0 ? Enumerable.Range(0, sides.Length) : Enumerable.Range(0, sides.Length).Reverse())
            {
                rates[side] = await sides[side]();
            }

            if (round >= 0)
            {
                var without = Math.Sqrt(rates[0] * rates[3]);
                ours.Add(rates[1] / without);
                floor.Add(rates[2] / without);
                control.Add(rates[3] / rates[0]);
            }
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {what} | {(stamp ? "on" : "off")} | {Median(ours):0.00} | {Median(floor):0.00} | {Median(control):0.00} |"));
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    /// <returns>Messages a second, to the last report.</returns>
    private static async Task<double> ProduceAsync(Action<string, Message<Null, string>, Action<DeliveryReport<Null, string>>> produce, Func<Headers?> headers)
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
            produce(Clients.Topic, new Message<Null, string> { Value = Payload, Headers = headers() }, handler);
        }

        await done.Task;
        return Sent / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static async Task<double> SendAsync(Func<string, Message<Null, string>, Task> produce, Func<Headers?> headers)
    {
        var start = Stopwatch.GetTimestamp();
        var tasks = new Task[Outstanding];
        for (var i = 0; i < Sent; i += Outstanding)
        {
            for (var j = 0; j < Outstanding; j++)
            {
                tasks[j] = produce(Clients.Topic, new Message<Null, string> { Value = Payload, Headers = headers() });
            }

            await Task.WhenAll(tasks);
        }

        return Sent / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static Task<double> ReadAsync(IConsumer<Ignore, string> consumer, Func<IConsumer<Ignore, string>, TimeSpan, object?> consume)
    {
        using (consumer)
        {
            var limit = TimeSpan.FromSeconds(30);
            consumer.Assign(Enumerable.Range(0, ClusterProcess.Partitions).Select(p => new TopicPartitionOffset(Clients.Topic, p, Offset.Beginning)));
            _ = consume(consumer, limit) ?? throw new TimeoutException("nothing to read");
            var start = Stopwatch.GetTimestamp();
            for (var i = 0; i < Read; i++)
            {
                _ = consume(consumer, limit) ?? throw new TimeoutException("nothing more to read");
            }

            return Task.FromResult(Read / Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
    }
}
