using System.Diagnostics;
using BenchmarkDotNet.Attributes;
using Confluent.Kafka;

namespace Kafka.Sli.Benchmarks;

/// <summary>A message sent by Produce with a handler, to its delivery report, over a producer that reports inside the call: what is left is ours.</summary>
[MemoryDiagnoser]
public class CostOfProduce
{
    private readonly StubProducer _stub = new();
    private readonly Message<string, string> _message = new() { Key = "k", Value = "v" };
    private readonly Message<string, string> _byHand = new() { Key = "k", Value = "v" };
    private readonly Action<DeliveryReport<string, string>> _handler = static _ => { };
    private Action<DeliveryReport<string, string>> _floorHandler = null!;
    private long _start;
    private KafkaSli _sli = null!;
    private Listening _listening = null!;
    private IProducer<string, string> _built = null!;
    private IProducer<string, string> _wrapped = null!;

    [Params(false, true)]
    public bool Stamp { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _sli = Clients.Sli(Stamp);
        _listening = new Listening(_sli, new("messaging.destination.name", Clients.Topic), new("kafka.sli.client", "checkout"));
        _built = Clients.Built(_sli, _stub);
        _wrapped = _stub.WithSli(_sli, Clients.Named);
        _floorHandler = report =>
        {
            _listening.RecordSince(_start);
            _handler(report);
        };
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _sli.Dispose();
        _listening.Dispose();
    }

    [Benchmark]
    public void Raw()
    {
        _byHand.Headers = Stamp ? Clients.ByHand() : null;
        _stub.Produce(Clients.Topic, _byHand, _handler);
    }

    [Benchmark(Baseline = true)]
    public void Floor()
    {
        _start = Stopwatch.GetTimestamp();
        _byHand.Headers = Stamp ? Clients.ByHand() : null;
        _stub.Produce(Clients.Topic, _byHand, _floorHandler);
    }

    [Benchmark]
    public void Built() => _built.Produce(Clients.Topic, _message, _handler);

    [Benchmark]
    public void Wrapped() => _wrapped.Produce(Clients.Topic, _message, _handler);
}
