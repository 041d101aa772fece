using System.Diagnostics.Metrics;
using BenchmarkDotNet.Attributes;
using Kafka.Sli.InFlight;
using Kafka.Sli.Objectives;
using Kafka.Sli.Telemetry;
using Microsoft.Extensions.Time.Testing;

namespace Kafka.Sli.Benchmarks;

/// <summary>One sweep of 50 ms in an outage that a million messages wait for: what began in 50 ms falls due, the rest stands by.</summary>
[MemoryDiagnoser]
public class SweepBenchmarks
{
    private const int SlicesPerSecond = 20;
    private const int SecondsOfOutage = 300;

    private readonly FakeTimeProvider _time = new();
    private readonly Meter _meter = new("Kafka.Sli.Benchmarks");
    private InFlightRegister _register = null!;
    private EventSeries _series = null!;

    [Params(10_000, 1_000_000)]
    public int InFlight { get; set; }

    private int PerSweep => InFlight / SecondsOfOutage / SlicesPerSecond;

    [IterationSetup]
    public void Setup()
    {
        var clock = new SliClock(_time);
        _series = new EventSeries(
            _meter.CreateHistogram<double>("unheard"), EventTags.OfClient(null), [new VerdictCounts(Objective.Parse("produce: 99% < 10s"), null)], BucketBoundary.None);
        _register = new InFlightRegister(clock);
        for (var slice = 0; slice < SecondsOfOutage * SlicesPerSecond; slice++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(50));
            _register.Sweep(_time.GetTimestamp());
            for (var i = 0; i < PerSweep; i++)
            {
                _register.Add(new InFlightMessage(_time.GetTimestamp(), _series));
            }
        }

        _time.Advance(TimeSpan.FromMilliseconds(50));
    }

    [GlobalCleanup]
    public void Cleanup() => _meter.Dispose();

    [Benchmark]
    public void SweepWhatFellDue() => _register.Sweep(_time.GetTimestamp());
}
