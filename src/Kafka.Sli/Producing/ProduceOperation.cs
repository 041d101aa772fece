using Confluent.Kafka;
using Kafka.Sli.Telemetry;

namespace Kafka.Sli.Producing;

/// <summary>One message from its produce call to its end.</summary>
internal sealed class ProduceOperation<TKey, TValue> : InFlightEntry
{
    private readonly InFlightRegister _inFlight;
    private readonly SliTelemetry _telemetry;

    public ProduceOperation(InFlightRegister inFlight, EventSeries series, SliTelemetry telemetry, long start)
        : base(start)
    {
        _inFlight = inFlight;
        Series = series;
        _telemetry = telemetry;
    }

    public EventSeries Series { get; }

    /// <summary>The application's own handler of the call that was accepted, if it gave one.</summary>
    public Action<DeliveryReport<TKey, TValue>>? Handler { get; set; }

    /// <summary>
    /// The delivery report, on the client's poll thread. What the application's handler throws is left to
    /// the client, which hands it to the error handler.
    /// </summary>
    public void OnDeliveryReport(DeliveryReport<TKey, TValue> report)
    {
        End(ProduceEnd.Of(report?.Error, report?.Status ?? PersistenceStatus.PossiblyPersisted));
        Handler?.Invoke(report!);
    }

    public void End(in ProduceEnd end)
    {
        try
        {
            if (_inFlight.TryRemove(this))
            {
                Series.Settle(_telemetry.Clock.Seconds(Start, _telemetry.Clock.Now), end.Ending, end.Standing);
            }
        }
#pragma warning disable CA1031 // Nothing of ours reaches the application.
        catch (Exception e) when (_telemetry.Errors.Swallow(e))
#pragma warning restore CA1031
        {
        }
    }
}
