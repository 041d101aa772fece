using BenchmarkDotNet.Attributes;
using Confluent.Kafka;

namespace Kafka.Sli.Benchmarks;

/// <summary>What objectives add to a message, with the SDK listening.</summary>
[MemoryDiagnoser]
public class CostOfObjectives
{
    private readonly StubProducer _stub = new();
    private readonly Message<string, string> _message = new() { Key = "k", Value = "v" };
    private readonly Action<DeliveryReport<string, string>> _handler = static _ => { };
    private KafkaSli _sli = null!;
    private Listening _listening = null!;
    private IProducer<string, string> _producer = null!;

    [Params(0, 1, 3, 10)]
    public int Objectives { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _sli = Clients.Sli(stamp: false, [.. Enumerable.Range(1, Objectives).Select(i => $"produce: 99.9% < {i * 100}ms")]);
        _listening = new Listening(_sli);
        _producer = Clients.Built(_sli, _stub);
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _sli.Dispose();
        _listening.Dispose();
    }

    [Benchmark]
    public void Produce() => _producer.Produce(Clients.Topic, _message, _handler);
}
