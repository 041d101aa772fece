using Confluent.Kafka;
using Kafka.Sli.Producing;
using Kafka.Sli.Telemetry;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Kafka.Sli.Tests;

/// <summary>What a message costs in objects, with the OpenTelemetry SDK listening: a count, which no busy machine changes.</summary>
[Collection(nameof(Alone))]
public sealed class AllocationTests : IDisposable
{
    private const int Messages = 2_000;

    /// <summary>The wall clock is read again once a second, and once for so many messages is not once for each.</summary>
    private const int Rare = 20_000;

    private readonly Message<string, string> _message = new() { Key = "k", Value = "v" };
    private readonly Action<DeliveryReport<string, string>> _handler = static _ => { };
    private readonly MeterProvider _metrics = Sdk.CreateMeterProviderBuilder()
        .AddMeter(KafkaSli.MeterName).AddReader(new BaseExportingMetricReader(new NoExporter())).Build();

    public void Dispose() => _metrics.Dispose();

    [Theory]
    [InlineData()]
    [InlineData("produce: 99% < 1s", "produce: 99.9% < 5s")]
    public void Produce_with_a_handler_costs_no_object_of_ours(params string[] objectives)
    {
        using var given = Sli(stamp: false, objectives);
        using var producer = Built(given, new Reporter());

        Assert.InRange(BytesOf(() => producer.Produce("orders", _message, _handler)), 0, Rare);
    }

    [Theory]
    [InlineData(0.001)]
    [InlineData(1000)]
    public void In_the_warm_up_and_after_it_that_is_the_same(double seconds)
    {
        using var given = Sli(stamp: false, "produce: 99% < 1s");
        using var producer = Built(given, new Reporter(), TimeSpan.FromSeconds(seconds));

        Assert.InRange(BytesOf(() => producer.Produce("orders", _message, _handler)), 0, Rare);
    }

    [Fact]
    public void With_the_stamp_it_costs_the_header_and_no_more()
    {
        using var given = Sli(stamp: true);
        using var producer = Built(given, new Reporter());

        var byHand = BytesOf(() => Keep(new Headers { { SentStamp.HeaderKey, new byte[SentStamp.Length] } }));

        Assert.InRange(BytesOf(() => producer.Produce("orders", _message, _handler)), byHand, byHand + Rare);
    }

    [Fact]
    public void ProduceAsync_costs_less_than_the_clients_own_task()
    {
        using var given = Sli(stamp: false);
        using var producer = Built(given, new Reporter());

        // The task, its source, and its result; Confluent.Kafka's own have the same and a state machine.
        Assert.InRange(BytesOf(() => Keep(producer.ProduceAsync("orders", _message))), 1, 240 * Messages);
    }

    [Fact]
    public void Where_nobody_listens_nothing_is_allocated()
    {
        _metrics.Dispose();
        using var given = Sli(stamp: false);
        using var producer = Built(given, new Reporter());

        Assert.Equal(0, BytesOf(() => producer.Produce("orders", _message, _handler)));
    }

    private static KafkaSli Sli(bool stamp, params string[] objectives)
    {
        var options = new KafkaSliOptions { SentStamp = stamp };
        foreach (var objective in objectives)
        {
            options.Objectives.Add(objective);
        }

        return KafkaSli.Create(options);
    }

    private static SliProducer<string, string> Built(KafkaSli sli, IProducer<string, string> inner, TimeSpan warmUp = default)
    {
        var producer = new SliProducer<string, string>(inner, sli.Telemetry, sli.ProducerSettingsOf(new SliClientOptions { Name = "checkout", WarmUp = warmUp }) with
        {
            ClientIsConfluents = true,
            Built = BuiltProducer.From([], hasSynchronousSerializers: true),
        });
        producer.Open();
        return producer;
    }

    /// <summary>What so many calls allocate on this thread, once everything is warm.</summary>
    private static long BytesOf(Action call)
    {
        for (var i = 0; i < Messages; i++)
        {
            call();
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Messages; i++)
        {
            call();
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static void Keep(object kept) => GC.KeepAlive(kept);

    private sealed class Reporter : StubProducer<string, string>, IProducer<string, string>
    {
        private readonly DeliveryReport<string, string> _report = new() { Topic = "orders", Error = new Error(ErrorCode.NoError), Status = PersistenceStatus.Persisted };

        void IProducer<string, string>.Produce(string topic, Message<string, string> message, Action<DeliveryReport<string, string>>? deliveryHandler) =>
            deliveryHandler?.Invoke(_report);
    }

    private sealed class NoExporter : BaseExporter<Metric>
    {
        public override ExportResult Export(in Batch<Metric> batch) => ExportResult.Success;
    }
}
