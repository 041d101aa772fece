using Confluent.Kafka;
using Kafka.Sli.Telemetry;

namespace Kafka.Sli.Consuming;

/// <summary>
/// Tells the rebalances of a consumer that was built elsewhere, whose handlers are out of reach: it looks at what is assigned, at most
/// once a second. It sees who is left without any partition, to the second, and nothing that is over between two looks.
/// </summary>
internal sealed class AssignmentFollower
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly AssignmentClock _assignment;
    private readonly SliClock _clock;
    private long? _lastLook;
    private HashSet<TopicPartition> _assigned = [];

    public AssignmentFollower(AssignmentClock assignment, SliClock clock)
    {
        _assignment = assignment;
        _clock = clock;
    }

    /// <summary>To be called by the thread that consumes, when it is done with the client.</summary>
    public void Look<TKey, TValue>(IConsumer<TKey, TValue> consumer)
    {
        if (!_assignment.IsListenedTo)
        {
            return;
        }

        var now = _clock.Now;
        if (_lastLook is { } last && _clock.Seconds(last, now) < Interval.TotalSeconds)
        {
            return;
        }

        if (_lastLook is null && consumer.Subscription is { Count: > 0 })
        {
            _assignment.IsFoundSubscribed();
        }

        _lastLook = now;
        var assigned = consumer.Assignment?.ToHashSet() ?? [];
        if (!assigned.IsSubsetOf(_assigned))
        {
            _assignment.Assigned();
        }
        else if (assigned.Count == 0 && _assigned.Count > 0)
        {
            _assignment.Lost();
        }

        _assigned = assigned;
    }
}
