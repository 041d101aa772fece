using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Kafka.Sli.Objectives;

namespace Kafka.Sli.Probe.Probing;

/// <summary>What Kafka.Sli reports, read as any exporter reads it: the probe knows no number that a service could not know.</summary>
internal sealed class Readings : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<string, LatencyReading> _latencies = new();
    private readonly Dictionary<(string Objective, string Verdict), long> _events = [];
    private readonly Dictionary<string, double> _gauges = [];

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
    public double OldestInFlight => _gauges.GetValueOrDefault("kafka.sli.produce.oldest_in_flight");

    public LatencyReading Latency(ServiceLevelIndicator indicator) =>
        _latencies.GetOrAdd(InstrumentOf(indicator), static _ => new LatencyReading());

    public ObjectiveReading Of(Objective objective) => new(
        objective,
        _events.GetValueOrDefault((objective.Name, "good")),
        _events.GetValueOrDefault((objective.Name, "bad")),
        _events.GetValueOrDefault((objective.Name, "excluded")));

    /// <summary>Reads the gauges and observable counters now. They are read by one thread only.</summary>
    public void Refresh()
    {
        _events.Clear();
        _listener.RecordObservableInstruments();
    }

    public void Dispose() => _listener.Dispose();

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
            _latencies.GetOrAdd(instrument.Name, static _ => new LatencyReading())
                .Add(seconds, Tag(tags, "kafka.sli.outcome") ?? "ok", Tag(tags, "error.type"), isStamped: Tag(tags, "kafka.sli.stamp") is null);
        }
        else
        {
            _gauges[instrument.Name] = seconds;
        }
    }

    private void OnCount(Instrument instrument, long count, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
    {
        if (Tag(tags, "kafka.sli.objective") is { } objective && Tag(tags, "kafka.sli.verdict") is { } verdict)
        {
            _events[(objective, verdict)] = count + _events.GetValueOrDefault((objective, verdict));
        }
    }
}
