using Confluent.Kafka;
using Kafka.Sli.Telemetry;

namespace Kafka.Sli.Consuming;

/// <summary>
/// Tells the rebalances of a consumer that was built elsewhere, whose handlers are out of reach: it looks at what is assigned, at most
/// once a second, when Consume returns. It sees who is left without any partition, to the second, and nothing that is over between two
/// looks. After a Consume that waited long for a message it knows that there was a rebalance, and not how long it took.
/// </summary>
internal sealed class AssignmentFollower
{
    private const double IntervalSeconds = 1;

    private readonly AssignmentClock _assignment;
    private readonly SliClock _clock;
    private long? _lastLook;
    private int _membership;
    private HashSet<TopicPartition> _assigned = [];

    public AssignmentFollower(AssignmentClock assignment, SliClock clock)
    {
        _assignment = assignment;
        _clock = clock;
    }

    /// <summary>The application has subscribed: from then on there is something to see.</summary>
    public void Subscribed(long start) => _lastLook = start;

    /// <summary>To be called by the thread that consumes, when it is done with the client.</summary>
    public void Look<TKey, TValue>(IConsumer<TKey, TValue> consumer)
    {
        if (!_assignment.IsListenedTo)
        {
            return;
        }

        var now = _clock.Now;
        var sinceLast = _lastLook is { } last ? _clock.Seconds(last, now) : (double?)null;
        if (sinceLast < IntervalSeconds)
        {
            return;
        }

        _lastLook = now;
        if (sinceLast is null && consumer.Subscription is { Count: > 0 })
        {
            _assignment.IsFoundSubscribed();
        }

        Compare(consumer.Assignment?.ToHashSet() ?? [], isUncertain: sinceLast > 2 * IntervalSeconds);
    }

    private void Compare(HashSet<TopicPartition> assigned, bool isUncertain)
    {
        if (!assigned.IsSubsetOf(_assigned))
        {
            _assignment.Assigned(isUncertain);
        }
        else if (_membership != _assignment.Memberships && assigned.Count > 0)
        {
            // What it had before it unsubscribed: still, or again, and since when cannot be told.
            _assignment.Assigned(isUncertain: true);
        }
        else if (assigned.Count == 0 && _assigned.Count > 0)
        {
            _assignment.Lost(isUncertain);
        }

        (_assigned, _membership) = (assigned, _assignment.Memberships);
    }
}
