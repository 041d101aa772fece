using BenchmarkDotNet.Attributes;
using Confluent.Kafka;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Kafka.Sli.Benchmarks;

/// <summary>What a message costs with us and without, over a producer that does nothing: what is left is ours.</summary>
[MemoryDiagnoser]
public class ProduceBenchmarks
{
    private readonly StubProducer _stub = new();
    private readonly Message<string, string> _message = new() { Key = "k", Value = "v" };
    private readonly Action<DeliveryReport<string, string>> _handler = static _ => { };
    private MeterProvider? _metrics;
    private KafkaSli _sli = null!;
    private IProducer<string, string> _decorated = null!;

    [Params(false, true)]
    public bool Listening { get; set; }

    [Params(false, true)]
    public bool Stamp { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _metrics = Listening
            ? Sdk.CreateMeterProviderBuilder().AddMeter(KafkaSli.MeterName).AddReader(new BaseExportingMetricReader(new NoExporter())).Build()
            : null;
        _sli = KafkaSli.Create(new KafkaSliOptions { SentStamp = Stamp });
        _decorated = _stub.WithSli(_sli, new SliClientOptions { Name = "checkout" });
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _decorated.Dispose();
        _sli.Dispose();
        _metrics?.Dispose();
    }

    [Benchmark]
    public void Raw() => _stub.Produce("orders", _message, _handler);

    [Benchmark]
    public void Decorated() => _decorated.Produce("orders", _message, _handler);

    [Benchmark]
    public Task<DeliveryResult<string, string>> RawAsync() => _stub.ProduceAsync("orders", _message);

    [Benchmark]
    public Task<DeliveryResult<string, string>> DecoratedAsync() => _decorated.ProduceAsync("orders", _message);

    private sealed class NoExporter : BaseExporter<Metric>
    {
        public override ExportResult Export(in Batch<Metric> batch) => ExportResult.Success;
    }
}
