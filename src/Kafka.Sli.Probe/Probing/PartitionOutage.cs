using Kafka.Sli.Probe.Topics;

namespace Kafka.Sli.Probe.Probing;

/// <summary>Finds the outages of one partition in what becomes of its sends: each lasts from the intended time of the first bad one to the acknowledgement of the next good one.</summary>
internal sealed class PartitionOutage
{
    private (long Intended, Leader? Leader)? _first;
    private long _over = long.MinValue;

    /// <summary>Since when it lasts, as far as has been told; <see langword="null"/> when there is none.</summary>
    public (long Intended, Leader? Leader)? Open => _first;

    /// <param name="intended">When the send was due.</param>
    /// <param name="leader">Who led the partition then.</param>
    /// <param name="at">When it ended.</param>
    /// <param name="isGood">Whether it was acknowledged in time.</param>
    /// <returns>An outage that is over by this.</returns>
    public (long From, long To, Leader? Leader)? Settled(long intended, Leader? leader, long at, bool isGood)
    {
        if (!isGood)
        {
            // What was sent before the send that ended an outage was part of it, however late it is told.
            if (intended > _over && (_first is null || intended < _first.Value.Intended))
            {
                _first = (intended, leader);
            }

            return null;
        }

        if (_first is not { } first || intended <= first.Intended)
        {
            return null;
        }

        (_first, _over) = (null, intended);
        return (first.Intended, at, first.Leader);
    }

    /// <summary>There is nothing any more that could be out: what was sent until then says nothing.</summary>
    public void End(long at) => (_first, _over) = (null, Math.Max(_over, at));
}
