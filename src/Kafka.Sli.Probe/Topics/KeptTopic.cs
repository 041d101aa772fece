namespace Kafka.Sli.Probe.Topics;

/// <summary>One topic as it was last seen.</summary>
internal sealed class KeptTopic
{
    private readonly Action<ProbeTopic?, TopicChange> _changed;
    private TopicView? _seen;
    private ProbeTopic _told;

    public KeptTopic(string name, Action<ProbeTopic?, TopicChange> changed, TopicView seen, ClusterView cluster)
    {
        Name = name;
        _changed = changed;
        _seen = seen;
        _told = ProbeTopic.Of(name, seen, cluster);
    }

    public string Name { get; }

    /// <summary>What was last told of it. For any thread.</summary>
    public ProbeTopic Told => Volatile.Read(ref _told);

    /// <summary>Tells whoever sends to it when it is not what it was.</summary>
    /// <returns>A line for whoever watches, where it is the topic itself that has changed.</returns>
    public string? See(ClusterView cluster)
    {
        var now = cluster.Topics.GetValueOrDefault(Name);
        var change = Compare(_seen, now);
        var (before, topic) = (_seen?.Partitions.Count, now is null ? null : ProbeTopic.Of(Name, now, cluster));
        _seen = now;
        if (change is not null || (topic is not null && !topic.IsLedAs(_told)))
        {
            // Before it is told: who was not there to be told looks here afterwards.
            Interlocked.Exchange(ref _told, topic ?? _told);
            _changed(topic, change ?? TopicChange.Led);
        }

        return change switch
        {
            TopicChange.Deleted => $"topic {Name} was deleted: it is measured as an outage until it is back",
            TopicChange.Created => $"topic {Name} is there again, with {now!.Partitions.Count} partitions",
            TopicChange.Recreated => $"topic {Name} was deleted and created anew, with {now!.Partitions.Count} partitions",
            TopicChange.Shrunk => $"topic {Name} has {now!.Partitions.Count} partitions, and had {before}: it was created anew",
            TopicChange.Grown => $"topic {Name} has {now!.Partitions.Count} partitions now",
            _ => null,
        };
    }

    private static TopicChange? Compare(TopicView? before, TopicView? now) => (before, now) switch
    {
        (null, null) => null,
        (null, _) => TopicChange.Created,
        (_, null) => TopicChange.Deleted,
        _ when before.Partitions.Count > now.Partitions.Count => TopicChange.Shrunk,
        _ when before.Id != now.Id => TopicChange.Recreated,
        _ => before.Partitions.Count < now.Partitions.Count ? TopicChange.Grown : null,
    };
}
