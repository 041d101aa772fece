using System.Diagnostics.Metrics;

namespace Kafka.Sli.Tests;

/// <summary>An exporter that throws at every measurement of one <see cref="KafkaSli"/>.</summary>
internal sealed class BrokenListener : IDisposable
{
    private readonly MeterListener _listener;

    public BrokenListener(KafkaSli sli)
    {
        _listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (ReferenceEquals(instrument.Meter, sli.Meter) || ReferenceEquals(instrument.Meter, sli.MessagingMeter))
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        _listener.SetMeasurementEventCallback<double>((_, _, _, _) => throw new InvalidTimeZoneException("broken exporter"));
        _listener.SetMeasurementEventCallback<long>((_, _, _, _) => throw new InvalidTimeZoneException("broken exporter"));
        _listener.Start();
    }

    public void Dispose() => _listener.Dispose();
}
