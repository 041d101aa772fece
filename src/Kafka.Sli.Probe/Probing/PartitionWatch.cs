using Kafka.Sli.Probe.Ledger;
using Kafka.Sli.Probe.Topics;

namespace Kafka.Sli.Probe.Probing;

/// <summary>One partition of a cell's topic, as its sender and its reader see it. Its methods are called from both.</summary>
internal sealed class PartitionWatch
{
    private readonly Lock _lock = new();
    private readonly PartitionOutage _outage = new();
    private readonly OverdueWatch _overdue = new();
    private readonly Dictionary<long, (long Intended, Leader? Leader)> _inFlight = [];
    private Reader _reader = Reader.Elsewhere;
    private bool _isTakenOver;
    private bool _isGone;

    public void Begun(in Sending sending, Leader? leader)
    {
        lock (_lock)
        {
            _inFlight[sending.Number] = (sending.Intended, leader);
        }
    }

    /// <returns>Who led it when the message was sent, and an outage that is over.</returns>
    public (Leader? Leader, (long From, long To, Leader? Leader)? Outage) Settled(in Sending sending, long at, Fate fate, bool isGood)
    {
        lock (_lock)
        {
            _inFlight.Remove(sending.Number, out var begun);
            ExpectIfAcknowledged(sending, fate);
            return (begun.Leader, _isGone ? null : _outage.Settled(sending.Intended, begun.Leader, at, isGood));
        }
    }

    /// <summary>A send of the warm-up has ended: it is no outage, however it did, and is expected as any other.</summary>
    public void SettledCold(in Sending sending, Fate fate)
    {
        lock (_lock)
        {
            ExpectIfAcknowledged(sending, fate);
        }
    }

    /// <summary>An outage that lasts: since the first send that ended badly, or that is late already and has not ended.</summary>
    /// <param name="isLate">Whether a send that was due then, and is in flight, is late by now.</param>
    /// <returns>When that send was due, and who led the partition; <see langword="null"/> when there is none.</returns>
    public (long From, Leader? Leader)? OpenOutage(Func<long, bool> isLate)
    {
        lock (_lock)
        {
            (long Intended, Leader? Leader)? oldest = _isGone || _inFlight.Count == 0 ? null : _inFlight.Values.MinBy(static begun => begun.Intended);
            var late = oldest is { } one && isLate(one.Intended) ? oldest : null;
            return _outage.Open is { } open && (late is null || open.Intended < late.Value.Intended) ? open : late;
        }
    }

    /// <summary>The topic has it no more: nothing is sent to it or read from it, and what is still in flight tells nothing of it.</summary>
    /// <param name="at">Since when.</param>
    /// <param name="isLate"><inheritdoc cref="OpenOutage" path="/param[@name='isLate']"/></param>
    /// <returns>The outage that ends with it; <see langword="null"/> when there is none.</returns>
    public (long From, Leader? Leader)? Vanished(long at, Func<long, bool> isLate)
    {
        lock (_lock)
        {
            var open = OpenOutage(isLate);
            _isGone = true;
            _inFlight.Clear();
            _outage.End(at);
            _overdue.Forget();
            return open;
        }
    }

    /// <summary>The topic has it, again maybe.</summary>
    public void Covered()
    {
        lock (_lock)
        {
            _isGone = false;
        }
    }

    public void Assigned(bool isResumed)
    {
        lock (_lock)
        {
            (_reader, _isTakenOver) = (Reader.Here, isResumed);
        }
    }

    /// <summary>Until the rebalance is over nobody reads it, and what is sent to it waits.</summary>
    public void Revoked()
    {
        lock (_lock)
        {
            _reader = Reader.Nobody;
        }
    }

    /// <summary>The rebalance is over, and this instance was given other partitions.</summary>
    public void GivenToOthers()
    {
        lock (_lock)
        {
            if (_reader == Reader.Nobody)
            {
                _reader = Reader.Elsewhere;
                _overdue.Forget();
            }
        }
    }

    /// <param name="ownNumber">Its number, where this instance sent it.</param>
    /// <returns>Whether it is the first one read since somebody else read the partition.</returns>
    public bool Read(long? ownNumber)
    {
        lock (_lock)
        {
            if (ownNumber is { } number)
            {
                _overdue.Read(number);
            }

            var isFirst = _isTakenOver;
            _isTakenOver = false;
            return isFirst;
        }
    }

    private void ExpectIfAcknowledged(in Sending sending, Fate fate)
    {
        if (_reader != Reader.Elsewhere && fate == Fate.Acknowledged)
        {
            _overdue.Expect(sending);
        }
    }

    private enum Reader
    {
        Elsewhere,
        Here,
        Nobody,
    }

    /// <summary>Whether a rebalance has taken it, and is not over.</summary>
    public bool IsBetweenReaders
    {
        get
        {
            lock (_lock)
            {
                return _reader == Reader.Nobody;
            }
        }
    }

    public long? OldestOverdue
    {
        get
        {
            lock (_lock)
            {
                return _overdue.Oldest;
            }
        }
    }
}
