using Confluent.Kafka;
using Kafka.Sli.Probe.Embedded;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Kafka.Sli.Tests.OnCluster;

/// <summary>What a message costs in objects on both threads that it runs on, against the client without us. Built clients, the SDK listening, the stamp on.</summary>
[Collection(nameof(Alone))]
public sealed class AllocationOnClusterTests : IDisposable
{
    private const string Topic = "orders";
    private const int Messages = 3_000;
    private const int Runs = 6;

    /// <summary>Between runs: what the compiler has not got to yet boxes what it will not box later, in the SDK too.</summary>
    private static readonly TimeSpan CompilersTurn = TimeSpan.FromMilliseconds(250);

    /// <summary>For the clock, which is read again each second, and for what the runtime allocates at its own times.</summary>
    private const double RarelyPerMessage = 8;

    private readonly EmbeddedCluster _cluster = EmbeddedCluster.Start(brokers: 1);
    private readonly KafkaSli _sli;
    private readonly MeterProvider _metrics = Sdk.CreateMeterProviderBuilder()
        .AddMeter(KafkaSli.MeterName).AddReader(new BaseExportingMetricReader(new NoExporter())).Build();

    public AllocationOnClusterTests()
    {
        var options = new KafkaSliOptions();
        options.Objectives.Add("produce: 99% < 1s");
        options.Objectives.Add("delivery: 99% < 1s");
        _sli = KafkaSli.Create(options);
        _cluster.CreateTopic(Topic, partitions: 1);
    }

    public void Dispose()
    {
        _sli.Dispose();
        _metrics.Dispose();
        _cluster.Dispose();
    }

    [Fact]
    public void Produce_with_a_handler_adds_nothing_but_the_header()
    {
        using var raw = Raw().Build();
        using var ours = Ours().Build();

        var (byHand, stamped) = (BytesOfProduce(raw, ByHand), BytesOfProduce(ours, static () => null));

        Assert.InRange(stamped - byHand, double.MinValue, RarelyPerMessage);
    }

    [Fact]
    public async Task ProduceAsync_takes_no_byte_more_than_without_us()
    {
        using var raw = Raw().Build();
        using var ours = Ours().Build();

        var (byHand, stamped) = (await BytesOfProduceAsync(raw, ByHand), await BytesOfProduceAsync(ours, static () => null));

        Assert.InRange(stamped - byHand, double.MinValue, RarelyPerMessage);
    }

    [Fact]
    public void Consume_adds_nothing()
    {
        using (var producer = Ours().Build())
        {
            for (var i = 0; i < Messages * Runs; i++)
            {
                producer.Produce(Topic, new Message<string, string> { Key = "k", Value = "v" });
            }

            producer.Flush(TestContext.Current.CancellationToken);
        }

        using var raw = new ConsumerBuilder<string, string>(ConsumerConfig()).Build();
        using var ours = new SliConsumerBuilder<string, string>(ConsumerConfig(), _sli).Build();

        Assert.InRange(BytesOfConsume(ours) - BytesOfConsume(raw), double.MinValue, RarelyPerMessage);
    }

    private static Headers ByHand() => new() { { "kafka-sli-sent", new byte[13] } };

    private ProducerConfig ProducerConfig() => new() { BootstrapServers = _cluster.BootstrapServers, LingerMs = 1 };

    private ConsumerConfig ConsumerConfig() => new() { BootstrapServers = _cluster.BootstrapServers, GroupId = "billing", FetchWaitMaxMs = 10, EnableAutoCommit = false };

    private ProducerBuilder<string, string> Raw() => new(ProducerConfig());

    private SliProducerBuilder<string, string> Ours() => new(ProducerConfig(), _sli);

    /// <summary>
    /// Of the thread that sends, and of the one that the reports come in on, which looks at its count in its handlers. Without Flush, which would call handlers on
    /// the sending thread as well: the counts of two threads have nothing to do with each other. The smallest of some runs, for more may be in flight in one than
    /// ever before.
    /// </summary>
    private static double BytesOfProduce(IProducer<string, string> producer, Func<Headers?> headers)
    {
        return Enumerable.Range(0, Runs).Min(_ => Send());

        double Send()
        {
            var (first, last) = (0L, 0L);
            using var reported = new CountdownEvent(Messages);
            Action<DeliveryReport<string, string>> handler = _ =>
            {
                last = GC.GetAllocatedBytesForCurrentThread();
                first = first == 0 ? last : first;
                reported.Signal();
            };
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < Messages; i++)
            {
                producer.Produce(Topic, new Message<string, string> { Key = "k", Value = "v", Headers = headers() }, handler);
            }

            var sending = GC.GetAllocatedBytesForCurrentThread() - before;
            reported.Wait(TestContext.Current.CancellationToken);
            Thread.Sleep(CompilersTurn);
            return (sending + last - first) / (double)Messages;
        }
    }

    /// <summary>All threads' together: where a task goes on is the pool's choice. The smallest of some runs, for others allocate too.</summary>
    private static async Task<double> BytesOfProduceAsync(IProducer<string, string> producer, Func<Headers?> headers)
    {
        var least = double.MaxValue;
        for (var run = 0; run < Runs; run++)
        {
            var sent = new Task[Messages];
            var before = GC.GetTotalAllocatedBytes(precise: true);
            for (var i = 0; i < Messages; i++)
            {
                sent[i] = producer.ProduceAsync(Topic, new Message<string, string> { Key = "k", Value = "v", Headers = headers() });
            }

            await Task.WhenAll(sent);
            least = Math.Min(least, (GC.GetTotalAllocatedBytes(precise: true) - before) / (double)Messages);
            await Task.Delay(CompilersTurn);
        }

        return least;
    }

    private static double BytesOfConsume(IConsumer<string, string> consumer)
    {
        consumer.Assign(new TopicPartitionOffset(Topic, 0, Offset.Beginning));
        Assert.NotNull(consumer.Consume(TimeSpan.FromSeconds(30)));
        return Enumerable.Range(0, Runs).Min(_ => Read());

        double Read()
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 1; i < Messages; i++)
            {
                Assert.NotNull(consumer.Consume(TimeSpan.FromSeconds(30)));
            }

            var read = GC.GetAllocatedBytesForCurrentThread() - before;
            Thread.Sleep(CompilersTurn);
            return read / (double)Messages;
        }
    }

    private sealed class NoExporter : BaseExporter<Metric>
    {
        public override ExportResult Export(in Batch<Metric> batch) => ExportResult.Success;
    }
}
