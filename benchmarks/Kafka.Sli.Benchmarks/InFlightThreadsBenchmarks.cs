using System.Diagnostics.Metrics;
using BenchmarkDotNet.Attributes;
using Kafka.Sli.InFlight;
using Kafka.Sli.Objectives;
using Kafka.Sli.Telemetry;
using Microsoft.Extensions.Time.Testing;

namespace Kafka.Sli.Benchmarks;

/// <summary>
/// Threads that do nothing but add a message to the register and take it out, all of them on the slice of the present: the worst there is, for a message that is
/// sent takes a microsecond elsewhere. The time is that of one message of any thread.
/// </summary>
public class InFlightThreadsBenchmarks
{
    private const int Operations = 160_000;

    private readonly FakeTimeProvider _time = new();
    private readonly Meter _meter = new("Kafka.Sli.Benchmarks");
    private InFlightRegister _register = null!;
    private InFlightMessage[][] _messages = null!;

    [Params(1, 2, 4, 8)]
    public int Threads { get; set; }

    [Params(0, 1_000_000)]
    public int InFlight { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var series = new EventSeries(
            _meter.CreateHistogram<double>("unheard"), EventTags.OfClient(null), [new VerdictCounts(Objective.Parse("produce: 99% < 10s"), null)], BucketBoundary.None);
        _register = new InFlightRegister(new SliClock(_time));
        for (var i = 0; i < InFlight; i++)
        {
            _time.Advance(TimeSpan.FromMicroseconds(i % 100 == 0 ? 30 : 0));
            _register.Add(new InFlightMessage(_time.GetTimestamp(), series));
        }

        _messages = [.. Enumerable.Range(0, Threads).Select(_ => Enumerable.Range(0, Operations / Threads).Select(_ => new InFlightMessage(_time.GetTimestamp(), series)).ToArray())];
    }

    [GlobalCleanup]
    public void Cleanup() => _meter.Dispose();

    [Benchmark(OperationsPerInvoke = Operations)]
    public void AddAndRemove()
    {
        var threads = _messages.Select(messages => new Thread(() => AddAndRemove(messages))).ToArray();
        foreach (var thread in threads)
        {
            thread.Start();
        }

        foreach (var thread in threads)
        {
            thread.Join();
        }
    }

    private void AddAndRemove(InFlightMessage[] messages)
    {
        foreach (var message in messages)
        {
            _register.Add(message);
            _register.TryRemove(message);
        }
    }
}
