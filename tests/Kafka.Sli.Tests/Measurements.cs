using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Kafka.Sli.Tests;

/// <summary>What one <see cref="KafkaSli"/> reports, listened to as an exporter would.</summary>
internal sealed class Measurements : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentQueue<Measurement> _all = new();

    /// <param name="sli">Who reports.</param>
    /// <param name="ofMeter">Which of its meters is listened to; <see langword="null"/> for the first.</param>
    public Measurements(KafkaSli sli, Meter? ofMeter = null)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter, ofMeter ?? sli.Meter))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => _all.Enqueue(new(instrument, value, tags.ToArray())));
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => _all.Enqueue(new(instrument, value, tags.ToArray())));
        _listener.Start();
    }

    /// <summary>All records of one histogram or counter so far.</summary>
    public IReadOnlyList<Measurement> Of(string instrument) => [.. _all.Where(m => m.Instrument.Name == instrument)];

    /// <summary>What one gauge or observable counter says now.</summary>
    public IReadOnlyList<Measurement> Observe(string instrument)
    {
        var before = _all.Count;
        _listener.RecordObservableInstruments();
        return [.. _all.Skip(before).Where(m => m.Instrument.Name == instrument)];
    }

    public IReadOnlyList<Measurement> Produces => Of("kafka.sli.produce.duration");

    public IReadOnlyList<Measurement> Deliveries => Of("kafka.sli.delivery.duration");

    /// <summary>Good, bad and excluded events of one objective, over all clients.</summary>
    public (long Good, long Bad, long Excluded) Events(string objective)
    {
        var events = Observe("kafka.sli.events").Where(m => m["kafka.sli.objective"] == objective).ToLookup(m => m["kafka.sli.verdict"], m => (long)m.Value);
        return (events["good"].Sum(), events["bad"].Sum(), events["excluded"].Sum());
    }

    public void Dispose() => _listener.Dispose();

    internal sealed record Measurement(Instrument Instrument, double Value, KeyValuePair<string, object?>[] Tags)
    {
        public string? this[string tag] => Tags.FirstOrDefault(t => t.Key == tag).Value as string;
    }
}
