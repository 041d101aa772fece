using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Kafka.Sli.Objectives;

namespace Kafka.Sli.Telemetry;

/// <summary>The series of one client and indicator, found by topic.</summary>
internal sealed class TopicSeriesByName
{
    private readonly ConcurrentDictionary<string, TopicSeries> _series = new();
    private readonly Func<string, TopicSeries> _make;
    private readonly DestinationNames _names;
    private readonly EventTags _otherTags;
    private readonly MessagingTags _otherMessaging;
    private readonly Histogram<double> _duration;
    private readonly Func<string, VerdictCounts[]> _judges;
    private readonly BucketBoundary _boundary;
    private readonly OwnStalls? _stalls;
    private readonly Func<string, bool>? _stamps;
    private readonly WarmUp? _warmUp;
    private volatile TopicSeries? _last;

    public TopicSeriesByName(
        Histogram<double> duration,
        DestinationNames names,
        Func<string, VerdictCounts[]> judges,
        BucketBoundary boundary,
        OwnStalls? stalls,
        string? consumerGroup,
        string? client,
        Func<string, bool>? stamps = null,
        WarmUp? warmUp = null)
    {
        _duration = duration;
        _names = names;
        _judges = judges;
        _boundary = boundary;
        _stalls = stalls;
        _stamps = stamps;
        _warmUp = warmUp;
        _otherTags = EventTags.Of(DestinationNames.Other, consumerGroup, client);
        _otherMessaging = new MessagingTags(DestinationNames.Other, consumerGroup);
        _make = topic => Make(topic, EventTags.Of(topic, consumerGroup, client), new MessagingTags(topic, consumerGroup));
    }

    public TopicSeries For(string topic)
    {
        // Most clients send to the same topic, or read from it, again and again.
        var last = _last;
        return last is not null && last.Topic == topic ? last : Find(topic);
    }

    private TopicSeries Find(string topic)
    {
        if (_series.TryGetValue(topic, out var known))
        {
            _last = known;
            return known;
        }

        // Beyond the limit nothing is remembered: objectives still match the topic's real name.
        return _names.TryAdmit(topic) ? _series.GetOrAdd(topic, _make) : Make(topic, _otherTags, _otherMessaging);
    }

    private TopicSeries Make(string topic, EventTags tags, MessagingTags messaging) =>
        new(topic, _duration, tags, messaging, _judges(topic), _boundary, _stalls)
        {
            IsStamped = _stamps?.Invoke(topic) == true,
            WarmUp = _warmUp,
            Warming = _warmUp is null ? null : new TopicSeries(topic, _warmUp.Duration, _warmUp.TagsOf(tags), messaging, [], _boundary, stalls: null),
        };
}
