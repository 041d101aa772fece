using System.Diagnostics;
using BenchmarkDotNet.Attributes;
using Confluent.Kafka;

namespace Kafka.Sli.Benchmarks;

/// <summary>A message sent by ProduceAsync and awaited, over a producer whose task has ended when the call returns.</summary>
[MemoryDiagnoser]
public class CostOfProduceAsync
{
    private readonly StubProducer _stub = new();
    private readonly Message<string, string> _message = new() { Key = "k", Value = "v" };
    private readonly Message<string, string> _byHand = new() { Key = "k", Value = "v" };
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
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _sli.Dispose();
        _listening.Dispose();
    }

    [Benchmark]
    public async Task<object> Raw()
    {
        _byHand.Headers = Stamp ? Clients.ByHand() : null;
        return await _stub.ProduceAsync(Clients.Topic, _byHand);
    }

    [Benchmark(Baseline = true)]
    public async Task<object> Floor()
    {
        var start = Stopwatch.GetTimestamp();
        _byHand.Headers = Stamp ? Clients.ByHand() : null;
        var result = await _stub.ProduceAsync(Clients.Topic, _byHand);
        _listening.RecordSince(start);
        return result;
    }

    [Benchmark]
    public async Task<object> Built() => await _built.ProduceAsync(Clients.Topic, _message);

    [Benchmark]
    public async Task<object> Wrapped() => await _wrapped.ProduceAsync(Clients.Topic, _message);
}
