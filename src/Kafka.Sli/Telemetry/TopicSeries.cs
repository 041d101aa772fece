using System.Diagnostics.Metrics;
using Kafka.Sli.Objectives;

namespace Kafka.Sli.Telemetry;

/// <summary>The events of one topic, where an event is one message.</summary>
internal sealed class TopicSeries : EventSeries
{
    public TopicSeries(string topic, Histogram<double> duration, EventTags tags, MessagingTags messaging, VerdictCounts[] judges, BucketBoundary boundary, OwnStalls? stalls)
        : base(duration, tags, judges, boundary, stalls)
    {
        Topic = topic;
        Messaging = messaging;
        TopicHash = SentStamp.HashOf(topic);
    }

    /// <summary>The real name, also where the attribute says <c>_other</c>.</summary>
    public string Topic { get; }

    public uint TopicHash { get; }

    /// <summary>Whether its messages are given the sent stamp.</summary>
    public bool IsStamped { get; init; }

    public MessagingTags Messaging { get; }

    /// <inheritdoc cref="EventSeries.At(long)"/>
    public new TopicSeries At(long start) => (TopicSeries)base.At(start);
}
