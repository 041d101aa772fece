using System.Diagnostics.Metrics;

namespace Kafka.Sli.Probe.Probing;

/// <summary>What the probe sees of its own pauses, for whoever asks whether it was the cluster or the probe.</summary>
internal sealed class StallInstruments : IDisposable
{
    private readonly Meter _meter = new(ProbeInstruments.MeterName);

    public StallInstruments(StallWatch watch)
    {
        _meter.CreateObservableCounter(
            "kafka.sli.probe.stall.time", () => watch.Total.TotalSeconds, "s", "How long the probe itself stood still.");
        _meter.CreateObservableGauge(
            "kafka.sli.probe.thread_pool.delay", () => watch.PoolDelay.Last.TotalSeconds, "s", "How long the probe's thread pool took to begin what it was given last.");
        _meter.CreateObservableCounter(
            "kafka.sli.probe.gc.pause.time", () => GC.GetTotalPauseDuration().TotalSeconds, "s", "How long the probe's garbage collector paused it.");
    }

    public void Dispose() => _meter.Dispose();
}
