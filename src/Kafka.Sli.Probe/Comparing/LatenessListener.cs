using System.Diagnostics.Metrics;
using Kafka.Sli.Probe.Probing;

namespace Kafka.Sli.Probe.Comparing;

/// <summary>Hears by how much each cell's sends are later than the schedule.</summary>
internal sealed class LatenessListener : IDisposable
{
    private readonly MeterListener _listener;

    public LatenessListener(IReadOnlyDictionary<string, ComparedCell> cells, TimeProvider time)
    {
        _listener = new MeterListener
        {
            InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument is { Meter.Name: ProbeInstruments.MeterName, Name: ProbeInstruments.LatenessName })
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        _listener.SetMeasurementEventCallback<double>((_, seconds, tags, _) =>
        {
            foreach (var (key, value) in tags)
            {
                if (key == ProbeInstruments.Cell && value is string name && cells.TryGetValue(name, out var cell))
                {
                    cell.Late(time.GetTimestamp(), seconds);
                }
            }
        });
        _listener.Start();
    }

    public void Dispose() => _listener.Dispose();
}
