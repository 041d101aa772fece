using BenchmarkDotNet.Attributes;
using Confluent.Kafka;

namespace Kafka.Sli.Benchmarks;

/// <summary>Nobody listens, nothing is stamped, no objective is in force.</summary>
[MemoryDiagnoser]
public class CostOfNothing
{
    private readonly StubProducer _producer = new();
    private readonly StubConsumer _consumer = new();
    private readonly Message<string, string> _message = new() { Key = "k", Value = "v" };
    private readonly Action<DeliveryReport<string, string>> _handler = static _ => { };
    private IProducer<string, string> _decoratedProducer = null!;
    private IConsumer<string, string> _decoratedConsumer = null!;

    [GlobalSetup]
    public void Setup()
    {
        var sli = Clients.Sli(stamp: false);
        _decoratedProducer = Clients.Built(sli, _producer);
        _decoratedConsumer = Clients.Built(sli, _consumer);
    }

    [Benchmark]
    public void RawProduce() => _producer.Produce(Clients.Topic, _message, _handler);

    [Benchmark]
    public void Produce() => _decoratedProducer.Produce(Clients.Topic, _message, _handler);

    [Benchmark]
    public object RawProduceAsync() => _producer.ProduceAsync(Clients.Topic, _message);

    [Benchmark]
    public object ProduceAsync() => _decoratedProducer.ProduceAsync(Clients.Topic, _message);

    [Benchmark]
    public object RawConsume() => _consumer.Consume(0);

    [Benchmark]
    public object Consume() => _decoratedConsumer.Consume(0);
}
