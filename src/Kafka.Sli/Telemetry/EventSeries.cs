using System.Diagnostics.Metrics;
using Kafka.Sli.Objectives;

namespace Kafka.Sli.Telemetry;

/// <summary>Where the events of one indicator and client end up: one histogram record, one verdict an objective.</summary>
internal class EventSeries
{
    private readonly Histogram<double> _duration;
    private readonly EventTags _tags;
    private readonly VerdictCounts[] _judges;

    public EventSeries(Histogram<double> duration, EventTags tags, VerdictCounts[] judges)
    {
        _duration = duration;
        _tags = tags;
        _judges = judges;
    }

    public bool IsListenedTo => _duration.Enabled || _judges.Length > 0;

    public ReadOnlySpan<KeyValuePair<string, object?>> TagsOf(in Ending ending) => _tags.For(ending);

    /// <param name="seconds">Its latency; <see langword="null"/> when it is not known, and then it is not recorded.</param>
    /// <param name="ending">What is unusual about it.</param>
    /// <param name="standing">How the objectives have to look at it.</param>
    public void Settle(double? seconds, in Ending ending, Standing standing)
    {
        foreach (var judge in _judges)
        {
            judge.Count(standing switch
            {
                Standing.Excluded => Verdict.Excluded,
                Standing.Good => Verdict.Good,
                Standing.Timed when seconds <= judge.ThresholdSeconds => Verdict.Good,
                _ => Verdict.Bad,
            });
        }

        if (seconds is { } latency && _duration.Enabled)
        {
            _duration.Record(latency, _tags.For(ending));
        }
    }
}
