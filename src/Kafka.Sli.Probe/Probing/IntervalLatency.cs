using HdrHistogram;

namespace Kafka.Sli.Probe.Probing;

/// <summary>The latencies of one indicator since they were last taken, to two digits. Any thread adds, one takes.</summary>
internal sealed class IntervalLatency
{
    private readonly Recorder _microseconds;
    private HistogramBase? _spare;

    /// <param name="highest">What is longer counts as that, in microseconds.</param>
    public IntervalLatency(long highest) =>
        _microseconds = new Recorder(1, highest, 2, static (id, lowest, most, digits) => new LongConcurrentHistogram(id, lowest, most, digits));

    public void Add(long microseconds) => _microseconds.RecordValue(microseconds);

    public LatencySample Take()
    {
        var taken = _microseconds.GetIntervalHistogram(_spare);
        _spare = taken;
        return taken.TotalCount == 0
            ? default
            : new(Seconds(taken.GetValueAtPercentile(50)), Seconds(taken.GetValueAtPercentile(99)), Seconds(taken.GetMaxValue()));
    }

    private static double Seconds(long microseconds) => microseconds / LatencyReading.MicrosecondsPerSecond;
}
