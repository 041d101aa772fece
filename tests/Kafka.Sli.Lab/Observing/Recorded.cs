using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Kafka.Sli.Lab.Observing;

/// <summary>What the meters of Kafka.Sli say, listened to as an exporter listens.</summary>
internal sealed class Recorded : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentQueue<Measurement> _all = new();
    private readonly ConcurrentQueue<Measurement> _observed = new();
    private readonly string _client;

    /// <param name="client">Of whom: the value of <c>kafka.sli.client</c>, or what it begins with. What is of no client is taken too.</param>
    public Recorded(string client)
    {
        _client = client;
        _listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Meter.Name is "Kafka.Sli" or "Kafka.Sli.Probe")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Take(instrument, value, tags));
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Take(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>All records of a histogram or counter, in the order in which they were made.</summary>
    public IReadOnlyList<Measurement> Of(string instrument) => [.. _all.Where(m => m.Instrument == instrument)];

    /// <summary>What gauges and observable counters say now.</summary>
    public IReadOnlyList<Measurement> Observe(string instrument)
    {
        lock (_observed)
        {
            _observed.Clear();
            _listener.RecordObservableInstruments();
            return [.. _observed.Where(m => m.Instrument == instrument)];
        }
    }

    /// <summary>Good, bad and excluded events of one objective, of one client or of all.</summary>
    public (long Good, long Bad, long Excluded) Events(string objective, string? client = null)
    {
        var events = Observe("kafka.sli.events").Where(m => m["kafka.sli.objective"] == objective && (client ?? m["kafka.sli.client"]) == m["kafka.sli.client"]).ToLookup(m => m["kafka.sli.verdict"], m => (long)m.Value);
        return (events["good"].Sum(), events["bad"].Sum(), events["excluded"].Sum());
    }

    public void Dispose() => _listener.Dispose();

    private void Take(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var measurement = new Measurement(instrument.Name, value, tags.ToArray());
        if (measurement["kafka.sli.client"]?.StartsWith(_client, StringComparison.Ordinal) != false)
        {
            (instrument.IsObservable ? _observed : _all).Enqueue(measurement);
        }
    }

    internal sealed record Measurement(string Instrument, double Value, KeyValuePair<string, object?>[] Tags)
    {
        public string? this[string tag] => Convert.ToString(Array.Find(Tags, t => t.Key == tag).Value, System.Globalization.CultureInfo.InvariantCulture) is { Length: > 0 } text ? text : null;
    }
}
