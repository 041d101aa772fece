namespace Kafka.Sli.Probe.Ledger;

/// <summary>One stream's numbers in one partition, as their sender knows them. For any thread.</summary>
/// <remarks>
/// What is told of a number is told until somebody must have read it: a run of failures stays in the header until a message that carried it was acknowledged, and for some time after that.
/// </remarks>
internal sealed class SentNumbers
{
    /// <summary>So many of the last numbers are told of in any case.</summary>
    private const int Window = 1000;

    private readonly Lock _lock = new();
    private readonly bool _isAcknowledged;
    private readonly SortedDictionary<long, Fate> _ahead = [];
    private readonly List<(FateRun Run, long CarriedFrom)> _runs = [];
    private long _last;
    private long _settled;
    private long _from;
    private long _lastAcknowledged;
    private Fates? _told;

    /// <param name="isAcknowledged">Whether the cluster says what it has: with <c>acks=0</c> nothing is known of a number but that it was sent, and so nothing is told.</param>
    public SentNumbers(bool isAcknowledged = true) => _isAcknowledged = isAcknowledged;

    /// <summary>The last number that was given.</summary>
    public long Last
    {
        get
        {
            lock (_lock)
            {
                return _last;
            }
        }
    }

    /// <summary>Gives the next number, and what its message has to say of those before.</summary>
    public (long Number, Fates Fates) Next()
    {
        lock (_lock)
        {
            return (++_last, Tell());
        }
    }

    /// <summary>What the closing record says: whose end is not known by now may be in the log.</summary>
    public (long Last, Fates Fates) Close()
    {
        lock (_lock)
        {
            for (var number = _settled + 1; number <= _last; number++)
            {
                _ahead.TryAdd(number, Fate.Unknown);
            }

            SettleInOrder();
            return (_last, Tell());
        }
    }

    public void Settle(long number, Fate fate)
    {
        lock (_lock)
        {
            if (number <= _settled || !_ahead.TryAdd(number, fate))
            {
                return;
            }

            if (fate == Fate.Acknowledged)
            {
                _lastAcknowledged = Math.Max(_lastAcknowledged, number);
            }

            SettleInOrder();
        }
    }

    private void SettleInOrder()
    {
        while (_ahead.Remove(_settled + 1, out var fate))
        {
            _settled++;
            _told = null;
            if (!_isAcknowledged)
            {
                _from = _settled;
            }
            else if (fate != Fate.Acknowledged)
            {
                Append(_settled, fate == Fate.Unknown);
            }
        }
    }

    private void Append(long number, bool isUnknown)
    {
        var carriedFrom = _last + 1;
        if (_runs.Count > 0 && _runs[^1].Run is var run && run.Last == number - 1 && run.IsUnknown == isUnknown)
        {
            _runs[^1] = (run with { Last = number }, carriedFrom);
        }
        else
        {
            _runs.Add((new(number, number, isUnknown), carriedFrom));
        }
    }

    private Fates Tell()
    {
        if (_told is not null)
        {
            return _told;
        }

        while (_runs.Count > Fates.MaxRuns || (_runs.Count > 0 && _runs[0] is var (run, carriedFrom) && run.Last <= _settled - Window && _lastAcknowledged >= carriedFrom))
        {
            _from = _runs[0].Run.Last;
            _runs.RemoveAt(0);
        }

        _from = Math.Max(_from, _settled - Window);
        if (_runs.Count > 0)
        {
            _from = Math.Min(_from, _runs[0].Run.First - 1);
        }

        return _told = new(_from, _settled, [.. _runs.Select(r => r.Run)]);
    }
}
