using System.Collections.Concurrent;
using HdrHistogram;

namespace Kafka.Sli.Probe.Probing;

/// <summary>The latencies of one indicator since the start, to three digits.</summary>
internal sealed class LatencyReading
{
    internal const double MicrosecondsPerSecond = 1e6;

    private const long Highest = 24L * 3600 * 1_000_000;

    private readonly LongConcurrentHistogram _microseconds = new(1, Highest, 3);
    private readonly ConcurrentDictionary<string, long> _outcomes = new();
    private readonly ConcurrentDictionary<string, long> _errors = new();
    private readonly Lazy<IntervalLatency> _interval = new(static () => new IntervalLatency(Highest));
    private long _highest;

    /// <summary>Every event whose latency was recorded, whatever its outcome.</summary>
    public long Count => _outcomes.Values.Sum();

    public IEnumerable<KeyValuePair<string, long>> Outcomes => _outcomes.OrderBy(o => o.Key, StringComparer.Ordinal);

    /// <summary>The failed ones by <c>error.type</c>.</summary>
    public IEnumerable<KeyValuePair<string, long>> Errors => _errors.OrderBy(e => e.Key, StringComparer.Ordinal);

    /// <summary>In seconds; <see langword="null"/> when nothing was recorded that tells how long somebody waited.</summary>
    public double? Max => _microseconds.TotalCount == 0 ? null : Interlocked.Read(ref _highest) / MicrosecondsPerSecond;

    /// <summary>In seconds; <see langword="null"/> as for <see cref="Max"/>.</summary>
    public double? Percentile(double percentile) => _microseconds.TotalCount == 0
        ? null
        : Math.Min(_microseconds.GetValueAtPercentile(percentile), Interlocked.Read(ref _highest)) / MicrosecondsPerSecond;

    /// <summary>What was recorded since this was last asked; nothing when it is asked for the first time. One thread asks.</summary>
    public LatencySample TakeInterval() => _interval.Value.Take();

    public void Add(double seconds, string outcome, string? errorType, bool isStamped)
    {
        _outcomes.AddOrUpdate(outcome, 1, static (_, count) => count + 1);
        if (errorType is not null)
        {
            _errors.AddOrUpdate(errorType, 1, static (_, count) => count + 1);
        }

        // The others tell no wait: a replay's age, an enqueueing, a timestamp of somebody else's clock.
        if (isStamped && outcome is not ("replay" or "backlog" or "unobserved"))
        {
            var microseconds = (long)Math.Round(seconds * MicrosecondsPerSecond);
            _microseconds.RecordValue(Math.Clamp(microseconds, 1, Highest));
            if (_interval.IsValueCreated)
            {
                _interval.Value.Add(Math.Clamp(microseconds, 1, Highest));
            }

            InterlockedMax(microseconds);
        }
    }

    private void InterlockedMax(long value)
    {
        for (var seen = Interlocked.Read(ref _highest); value > seen; seen = Interlocked.Read(ref _highest))
        {
            if (Interlocked.CompareExchange(ref _highest, value, seen) == seen)
            {
                return;
            }
        }
    }
}
