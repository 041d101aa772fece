using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Kafka.Sli.Objectives;

namespace Kafka.Sli.Probe.Probing;

/// <summary>What Kafka.Sli reports, read as any exporter reads it: the probe knows no number that a service could not know.</summary>
internal sealed class Readings : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<(string Instrument, string? Cell), LatencyReading> _latencies = new();
    private readonly Dictionary<(string Objective, string Verdict, string? Cell), long> _events = [];
    private readonly Dictionary<(string Instrument, string? Cell), double> _gauges = [];

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
    public double OldestInFlight(string cell) => _gauges.GetValueOrDefault(("kafka.sli.produce.oldest_in_flight", cell));

    public LatencyReading Latency(ServiceLevelIndicator indicator, string cell) =>
        _latencies.GetOrAdd((InstrumentOf(indicator), cell), static _ => new LatencyReading());

    public ObjectiveReading Of(Objective objective, string cell) => new(
        objective,
        _events.GetValueOrDefault((objective.Name, "good", cell)),
        _events.GetValueOrDefault((objective.Name, "bad", cell)),
        _events.GetValueOrDefault((objective.Name, "excluded", cell)));

    /// <summary>Reads the gauges and observable counters now. They are read by one thread only.</summary>
    public void Refresh()
    {
        _events.Clear();
        _gauges.Clear();
        _listener.RecordObservableInstruments();
    }

    public void Dispose() => _listener.Dispose();

    /// <summary>A commit that the client made by itself has no latency.</summary>
    private static string InstrumentOf(ServiceLevelIndicator indicator) => $"kafka.sli.{IndicatorNames.Of(indicator)}.duration";

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
            _latencies.GetOrAdd((instrument.Name, Tag(tags, ProbeInstruments.Cell)), static _ => new LatencyReading())
                .Add(seconds, Tag(tags, "kafka.sli.outcome") ?? "ok", Tag(tags, "error.type"), isStamped: Tag(tags, "kafka.sli.stamp") is null);
        }
        else
        {
            _gauges[(instrument.Name, Tag(tags, ProbeInstruments.Cell))] = seconds;
        }
    }

    private void OnCount(Instrument instrument, long count, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
    {
        if (Tag(tags, "kafka.sli.objective") is { } objective && Tag(tags, "kafka.sli.verdict") is { } verdict)
        {
            var key = (objective, verdict, Tag(tags, ProbeInstruments.Cell));
            _events[key] = count + _events.GetValueOrDefault(key);
        }
    }
}
