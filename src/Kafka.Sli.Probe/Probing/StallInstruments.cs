using System.Diagnostics.Metrics;

namespace Kafka.Sli.Probe.Probing;

/// <summary>What the probe sees of its own pauses, for whoever asks whether it was the cluster or the probe.</summary>
internal sealed class StallInstruments
{
    public const string MeterName = "Kafka.Sli.Probe";

    public StallInstruments(IMeterFactory factory, StallWatch watch)
    {
#pragma warning disable CA2000 // The factory's own.
        var meter = factory.Create(MeterName);
#pragma warning restore CA2000
        meter.CreateObservableCounter(
            "kafka.sli.probe.stall.time", () => watch.Total.TotalSeconds, "s", "How long the probe itself stood still.");
        meter.CreateObservableGauge(
            "kafka.sli.probe.thread_pool.delay", () => watch.PoolDelay.Last.TotalSeconds, "s", "How long the probe's thread pool took to begin what it was given last.");
        meter.CreateObservableCounter(
            "kafka.sli.probe.gc.pause.time", () => GC.GetTotalPauseDuration().TotalSeconds, "s", "How long the probe's garbage collector paused it.");
    }
}
