using System.Diagnostics;
using System.Text;
using BenchmarkDotNet.Attributes;
using Confluent.Kafka;
using OpenTelemetry;
using OpenTelemetry.Trace;

namespace Kafka.Sli.Benchmarks;

/// <summary>
/// What spans add to a message where each one is sampled, and its trace is sent along in the headers: a span of the send, and one of the receive. The floor is
/// such a span by hand, with the conventions' attributes, and the header.
/// </summary>
[MemoryDiagnoser]
public class CostOfSpans
{
    private readonly StubProducer _producer = new();
    private readonly StubConsumer _consumer = new();
    private readonly Message<string, string> _message = new() { Key = "k", Value = "v" };
    private readonly Action<DeliveryReport<string, string>> _handler = static _ => { };
    private KafkaSli _sli = null!;
    private Listening _listening = null!;
    private TracerProvider? _tracing;
    private readonly ActivitySource _byHand = new("Kafka.Sli.Floor");
    private readonly KeyValuePair<string, object?>[] _tags =
    [
        new("messaging.system", "kafka"),
        new("messaging.operation.name", "send"),
        new("messaging.operation.type", "send"),
        new("messaging.destination.name", Clients.Topic),
    ];

    private IProducer<string, string> _decoratedProducer = null!;
    private IConsumer<string, string> _decoratedConsumer = null!;

    [Params(false, true)]
    public bool Spans { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _sli = KafkaSli.Create(new KafkaSliOptions { SentStamp = false, Traces = Spans });
        _listening = new Listening(_sli);
        _tracing = Spans ? Sdk.CreateTracerProviderBuilder().AddSource(KafkaSli.ActivitySourceName, _byHand.Name).SetSampler(new AlwaysOnSampler()).Build() : null;
        _decoratedProducer = Clients.Built(_sli, _producer);
        _decoratedConsumer = Clients.Built(_sli, _consumer);
        _consumer.Result.Message.Headers = Spans ? new Headers { { "traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"u8.ToArray() } } : null;
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _tracing?.Dispose();
        _byHand.Dispose();
        _sli.Dispose();
        _listening.Dispose();
    }

    [Benchmark]
    public object? SpanByHand()
    {
        using var span = _byHand.StartActivity("send orders", ActivityKind.Producer, parentContext: default, _tags);
        span?.AddTag("messaging.destination.partition.id", "0");
        span?.AddTag("messaging.kafka.offset", 7L);
        return span is null ? null : new Headers { { "traceparent", Encoding.UTF8.GetBytes(span.Id!) } };
    }

    [Benchmark]
    public void Produce() => _decoratedProducer.Produce(Clients.Topic, _message, _handler);

    [Benchmark]
    public object Consume() => _decoratedConsumer.Consume(0);
}
