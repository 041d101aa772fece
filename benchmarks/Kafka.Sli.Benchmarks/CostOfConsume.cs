using BenchmarkDotNet.Attributes;
using Confluent.Kafka;
using Kafka.Sli.Telemetry;

namespace Kafka.Sli.Benchmarks;

/// <summary>A message returned by Consume, over a consumer that has it ready. Without a stamp the age is taken from the message's timestamp.</summary>
[MemoryDiagnoser]
public class CostOfConsume
{
    private readonly StubConsumer _stub = new();
    private KafkaSli _sli = null!;
    private Listening _listening = null!;
    private IConsumer<string, string> _built = null!;
    private IConsumer<string, string> _wrapped = null!;
    private FloorClients _floor = null!;

    [Params(false, true)]
    public bool Stamp { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _sli = Clients.Sli(stamp: true);
        KeyValuePair<string, object?>[] tags =
        [
            new("messaging.destination.name", Clients.Topic),
            new("messaging.consumer.group.name", "billing"),
            new("kafka.sli.client", "checkout"),
        ];

        // The contract wants one more where the age is not told by our stamp.
        _listening = new Listening(_sli, Stamp ? tags : [.. tags, new("kafka.sli.stamp", "create_time")]);
        _floor = new FloorClients(_listening);
        _stub.Result.Message.Headers = Stamp
            ? new Headers { { SentStamp.HeaderKey, SentStamp.Write((DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() * 1000) + 1_000_000, SentStamp.HashOf(Clients.Topic)) } }
            : null;
        _built = Clients.Built(_sli, _stub);
        _wrapped = _stub.WithSli(_sli, Clients.Named);
        Thread.Sleep(2000);
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _sli.Dispose();
        _listening.Dispose();
    }

    [Benchmark]
    public object Raw() => _stub.Consume(0);

    [Benchmark(Baseline = true)]
    public object Floor()
    {
        var result = _stub.Consume(0);
        _floor.RecordAge(result);
        return result;
    }

    [Benchmark]
    public object Built() => _built.Consume(0);

    [Benchmark]
    public object Wrapped() => _wrapped.Consume(0);
}
