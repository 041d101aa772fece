using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using BenchmarkDotNet.Attributes;
using Kafka.Sli.InFlight;
using Kafka.Sli.Objectives;
using Kafka.Sli.Telemetry;
using Microsoft.Extensions.Time.Testing;

namespace Kafka.Sli.Benchmarks;

/// <summary>What the in-flight register costs each message, and what a sweep costs, with nothing and with a million messages in flight.</summary>
[MemoryDiagnoser]
public class InFlightBenchmarks
{
    private const int Operations = 10_000;
    private const int SecondsOfOutage = 300;

    private readonly FakeTimeProvider _time = new();
    private readonly Meter _meter = new("Kafka.Sli.Benchmarks");
    private readonly ConcurrentDictionary<InFlightMessage, bool> _dictionary = new();
    private InFlightRegister _register = null!;
    private EventSeries _series = null!;
    private InFlightMessage[][] _messages = null!;

    /// <summary>How many messages have been sent in the last five minutes and not been answered.</summary>
    [Params(0, 1_000_000)]
    public int InFlight { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var clock = new SliClock(_time);
        var objective = Objective.Parse("produce: 99% < 10s");
        _series = new EventSeries(_meter.CreateHistogram<double>("unheard"), EventTags.OfClient(null), [new VerdictCounts(objective, null)], BucketBoundary.None);
        _register = new InFlightRegister(clock);
        for (var i = 0; i < InFlight; i++)
        {
            if (i % (InFlight / SecondsOfOutage / 20) == 0)
            {
                _time.Advance(TimeSpan.FromMilliseconds(50));
                _register.Sweep(_time.GetTimestamp());
            }

            _register.Add(new InFlightMessage(_time.GetTimestamp(), _series));
        }

        _messages = [.. Enumerable.Range(0, 4).Select(_ => Enumerable.Range(0, Operations).Select(_ => new InFlightMessage(_time.GetTimestamp(), _series)).ToArray())];
    }

    [GlobalCleanup]
    public void Cleanup() => _meter.Dispose();

    [Benchmark(OperationsPerInvoke = Operations)]
    public void AddAndRemove() => AddAndRemove(_messages[0]);

    /// <summary>As above, per message of each thread: they share a slice, a thread that sends and one that settles would not always.</summary>
    [Benchmark(OperationsPerInvoke = Operations)]
    public void AddAndRemoveFromTwoThreads() => Parallel.Invoke(() => AddAndRemove(_messages[0]), () => AddAndRemove(_messages[1]));

    /// <summary>What one would write without thinking: it knows neither deadlines nor the oldest.</summary>
    [Benchmark(OperationsPerInvoke = Operations)]
    public void AddAndRemoveOfConcurrentDictionary()
    {
        foreach (var message in _messages[0])
        {
            _dictionary.TryAdd(message, true);
            _dictionary.TryRemove(message, out _);
        }
    }

    [Benchmark]
    public void SweepWithNothingDue() => _register.Sweep(_time.GetTimestamp());

    private void AddAndRemove(InFlightMessage[] messages)
    {
        foreach (var message in messages)
        {
            _register.Add(message);
            _register.TryRemove(message);
        }
    }
}
