using System.Diagnostics.Metrics;
using Kafka.Sli.Objectives;

namespace Kafka.Sli.Telemetry;

/// <summary>Where the events of one indicator and client end up: one histogram record, one verdict an objective.</summary>
internal class EventSeries
{
    private readonly Histogram<double> _duration;
    private readonly EventTags _tags;
    private readonly VerdictCounts[] _judges;
    private readonly BucketBoundary _boundary;
    private readonly OwnStalls? _stalls;

    /// <param name="duration">Where latencies are recorded.</param>
    /// <param name="tags">With which attributes.</param>
    /// <param name="judges">The objectives that cover these events.</param>
    /// <param name="boundary">Looked at before an event is counted.</param>
    /// <param name="stalls">Asked when an event is late; <see langword="null"/> where nobody records them.</param>
    public EventSeries(Histogram<double> duration, EventTags tags, VerdictCounts[] judges, BucketBoundary boundary, OwnStalls? stalls = null)
    {
        _boundary = boundary;
        _stalls = stalls;
        _duration = duration;
        _tags = tags;
        _judges = [.. judges.OrderBy(j => j.ThresholdSeconds)];
    }

    /// <summary>Which of these events are told apart; <see langword="null"/> for none.</summary>
    public WarmUp? WarmUp { get; init; }

    /// <summary>Where those end up, that no objective covers.</summary>
    public EventSeries? Warming { get; init; }

    public bool IsJudged => _judges.Length > 0;

    public bool IsListenedTo => _duration.Enabled || _judges.Length > 0 || Warming is { IsListenedTo: true };

    /// <summary>Where an event belongs that began then.</summary>
    /// <param name="start">On the monotonic clock.</param>
    public EventSeries At(long start) => WarmUp is not null && WarmUp.Covers(start) ? Warming! : this;

    public ReadOnlySpan<KeyValuePair<string, object?>> TagsOf(Ending ending) => _tags.For(ending);

    /// <param name="now">When it ended, on the monotonic clock.</param>
    /// <param name="seconds">Its latency; <see langword="null"/> when it is not known, and then it is not recorded.</param>
    /// <param name="ending">What is unusual about it.</param>
    /// <param name="standing">How the objectives have to look at it.</param>
    /// <param name="judged">How many objectives found it bad already, when their deadline passed.</param>
    /// <param name="stalled">How many of the seconds this process itself stood still; <see langword="null"/> where they are the last ones until now.</param>
    public void Settle(long now, double? seconds, Ending ending, Standing standing, int judged = 0, double? stalled = null)
    {
        var forgiven = _stalls is not null && standing == Standing.Timed && seconds > ThresholdAfter(judged)
            ? stalled ?? _stalls.SecondsOf(seconds.Value, now)
            : 0;
        if (judged < _judges.Length)
        {
            _boundary.Before(now);
        }

        foreach (var judge in _judges.AsSpan(judged))
        {
            if (forgiven > 0 && seconds > judge.ThresholdSeconds && seconds - forgiven <= judge.ThresholdSeconds)
            {
                judge.CountStalled();
                continue;
            }

            judge.Count(standing switch
            {
                Standing.Excluded => Verdict.Excluded,
                Standing.Good => Verdict.Good,
                Standing.Timed when seconds <= judge.ThresholdSeconds => Verdict.Good,
                _ => Verdict.Bad,
            });
        }

        Record(seconds, ending);
    }

    /// <summary>Counts what has lasted so long already, and has not ended, for each objective that it is late for.</summary>
    /// <param name="judged">How many objectives, by rising threshold, had found it bad before.</param>
    /// <param name="seconds">How long it has lasted, without what this process itself stood still.</param>
    /// <returns>How many have by now.</returns>
    public int CountIfLate(int judged, double seconds)
    {
        for (; judged < _judges.Length && seconds > _judges[judged].ThresholdSeconds; judged++)
        {
            _judges[judged].Count(Verdict.Bad);
        }

        return judged;
    }

    /// <summary>How much of so many seconds until now this process itself stood still.</summary>
    public double StalledOf(double seconds, long now) => _stalls?.SecondsOf(seconds, now) ?? 0;

    /// <summary>What is longer is late for every objective; infinite where there is none.</summary>
    public double LongestThreshold => IsJudged ? _judges[^1].ThresholdSeconds : double.PositiveInfinity;

    /// <summary>What is longer is late for the objective that comes next; infinite after the last one.</summary>
    public double ThresholdAfter(int judged) => judged < _judges.Length ? _judges[judged].ThresholdSeconds : double.PositiveInfinity;

    private void Record(double? seconds, Ending ending)
    {
        if (seconds is { } latency && _duration.Enabled)
        {
            _duration.Record(latency, _tags.For(ending));
        }
    }
}
