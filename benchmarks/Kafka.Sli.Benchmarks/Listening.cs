using System.Diagnostics;
using System.Diagnostics.Metrics;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Kafka.Sli.Benchmarks;

/// <summary>
/// The OpenTelemetry SDK, listening with explicit buckets to Kafka.Sli and to a histogram of the benchmark's own: what an event cannot cost less than,
/// two readings of the clock at most and one record with the contract's prebuilt attributes, is measured in the same run.
/// </summary>
internal sealed class Listening : IDisposable
{
    private static readonly double SecondsPerTick = 1.0 / Stopwatch.Frequency;

    private readonly Meter _meter = new("Kafka.Sli.Floor");
    private readonly MeterProvider _provider;
    private readonly Histogram<double> _duration;
    private readonly KeyValuePair<string, object?>[] _tags;

    public Listening(KafkaSli sli, params KeyValuePair<string, object?>[] tags)
    {
        _tags = tags;
        _duration = _meter.CreateHistogram("floor", "s", advice: sli.Telemetry.Instruments.ProduceDuration.Advice);
        _provider = Sdk.CreateMeterProviderBuilder()
            .AddMeter(KafkaSli.MeterName)
            .AddMeter(_meter.Name)
            .AddReader(new BaseExportingMetricReader(new NoExporter()))
            .Build();
    }

    public void RecordSince(long start) => _duration.Record((Stopwatch.GetTimestamp() - start) * SecondsPerTick, _tags);

    public void Record(double seconds) => _duration.Record(seconds, _tags);

    public void Dispose()
    {
        _provider.Dispose();
        _meter.Dispose();
    }

    private sealed class NoExporter : BaseExporter<Metric>
    {
        public override ExportResult Export(in Batch<Metric> batch) => ExportResult.Success;
    }
}
