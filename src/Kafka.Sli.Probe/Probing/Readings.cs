using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Kafka.Sli.Objectives;

namespace Kafka.Sli.Probe.Probing;

/// <summary>What Kafka.Sli reports, read as any exporter reads it: the probe knows no number that a service could not know.</summary>
internal sealed class Readings : IDisposable
{
    private const string WarmUpInstrument = "kafka.sli.warmup.duration";

    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<(string Instrument, string? Cell), LatencyReading> _latencies = new();
    private readonly Lock _refreshing = new();
    private volatile Observed _observed = new();
    private Observed _next = new();

    public Readings()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == KafkaSli.MeterName)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<double>(OnSeconds);
        _listener.SetMeasurementEventCallback<long>(OnCount);
        _listener.Start();
    }

    /// <summary>How long the oldest message in flight has been in flight, in seconds.</summary>
    public double OldestInFlight(string cell) => _observed.Gauges.GetValueOrDefault(("kafka.sli.produce.oldest_in_flight", cell));

    public LatencyReading Latency(ServiceLevelIndicator indicator, string cell) =>
        _latencies.GetOrAdd((InstrumentOf(indicator), cell), static _ => new LatencyReading());

    /// <summary>What was told apart, for it began in the warm-up.</summary>
    public LatencyReading WarmUp(ServiceLevelIndicator indicator, string cell) =>
        _latencies.GetOrAdd((WarmUpOf(IndicatorNames.Of(indicator)), cell), static _ => new LatencyReading());

    public ObjectiveReading Of(Objective objective, string cell)
    {
        var events = _observed.Events;
        return new(
            objective,
            events.GetValueOrDefault((objective.Name, "good", cell)),
            events.GetValueOrDefault((objective.Name, "bad", cell)),
            events.GetValueOrDefault((objective.Name, "excluded", cell)));
    }

    /// <summary>Reads the gauges and observable counters now. Whoever looks meanwhile sees what was read before, whole.</summary>
    public void Refresh()
    {
        lock (_refreshing)
        {
            _next = new();
            _listener.RecordObservableInstruments();
            _observed = _next;
        }
    }

    public void Dispose() => _listener.Dispose();

    /// <summary>A commit that the client made by itself has no latency.</summary>
    private static string InstrumentOf(ServiceLevelIndicator indicator) => $"kafka.sli.{IndicatorNames.Of(indicator)}.duration";

    private static string WarmUpOf(string? indicator) => $"warm-up of {indicator}";

    private static string? Tag(ReadOnlySpan<KeyValuePair<string, object?>> tags, string key)
    {
        foreach (var tag in tags)
        {
            if (tag.Key == key)
            {
                return tag.Value as string;
            }
        }

        return null;
    }

    private void OnSeconds(Instrument instrument, double seconds, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
    {
        if (instrument is Histogram<double>)
        {
            var name = instrument.Name == WarmUpInstrument ? WarmUpOf(Tag(tags, "kafka.sli.indicator")) : instrument.Name;
            _latencies.GetOrAdd((name, Tag(tags, ProbeInstruments.Cell)), static _ => new LatencyReading())
                .Add(seconds, Tag(tags, "kafka.sli.outcome") ?? "ok", Tag(tags, "error.type"), isStamped: Tag(tags, "kafka.sli.stamp") is null);
        }
        else
        {
            _next.Gauges[(instrument.Name, Tag(tags, ProbeInstruments.Cell))] = seconds;
        }
    }

    private void OnCount(Instrument instrument, long count, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
    {
        if (Tag(tags, "kafka.sli.objective") is { } objective && Tag(tags, "kafka.sli.verdict") is { } verdict)
        {
            var key = (objective, verdict, Tag(tags, ProbeInstruments.Cell));
            _next.Events[key] = count + _next.Events.GetValueOrDefault(key);
        }
    }

    private sealed class Observed
    {
        public Dictionary<(string Objective, string Verdict, string? Cell), long> Events { get; } = [];

        public Dictionary<(string Instrument, string? Cell), double> Gauges { get; } = [];
    }
}
