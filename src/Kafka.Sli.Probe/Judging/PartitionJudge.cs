using Kafka.Sli.Probe.Ledger;

namespace Kafka.Sli.Probe.Judging;

/// <summary>
/// Judges one partition while this instance reads it. Until it is known what stood before, records wait to be judged, and their reader does not. For any thread.
/// </summary>
internal sealed class PartitionJudge
{
    /// <summary>Some 30 MB of them.</summary>
    private const int MostWaiting = 100_000;

    private readonly Lock _lock = new();
    private readonly LedgerSpans _spans;
    private readonly UncommittedJudgements _uncommitted = new();
    private List<LedgerRecord> _waiting = [];
    private PartitionLedger? _ledger;
    private long? _committed;
    private int _term;
    private bool _isOwned;
    private bool _hasCommitted;

    public PartitionJudge(LedgerSpans spans) => _spans = spans;

    /// <returns>The term for which it needs to be <see cref="Informed"/> of what stands before; <see langword="null"/> when it knows.</returns>
    public int? Assigned(PartitionStart start)
    {
        lock (_lock)
        {
            _term++;
            _isOwned = true;
            _waiting = [];
            _uncommitted.Clear();
            _committed = start.IsResumed ? start.Offset : null;
            _hasCommitted |= start is { IsResumed: true, Offset: > 0 };
            if (start.IsResumed && _ledger?.Next == start.Offset && _ledger is not null)
            {
                // Nobody has read on since this instance did.
                return null;
            }

            _ledger = start switch
            {
                // What the group had committed went with the topic, which was made anew: of the log before it, the streams that go on in this one tell what has been judged.
                { IsResumed: false, Offset: 0 } when _hasCommitted => new(_spans, LogView.Cut, 0),
                { Offset: 0 } => new(_spans, LogView.Whole, 0),
                // The client knows from where; that may be where somebody else has ended.
                { Offset: null } => new(_spans, LogView.Cut, null),
                { IsResumed: false } => new(_spans, LogView.Unread, start.Offset),
                _ => null,
            };
            return _ledger is null ? _term : null;
        }
    }

    public void Read(in LedgerRecord record)
    {
        lock (_lock)
        {
            if (!_isOwned)
            {
                return;
            }

            if (_ledger is null)
            {
                _waiting.Add(record);
            }
            else
            {
                Judge(_ledger, record, _uncommitted);
            }
        }
    }

    /// <summary>Whether nobody needs to know any more, or cannot wait.</summary>
    public bool HasGivenUp(int term)
    {
        lock (_lock)
        {
            return term != _term || _waiting.Count > MostWaiting;
        }
    }

    /// <summary>What stands before is known: what has waited is judged, and everything from now on as it comes.</summary>
    /// <returns>Whether it was still to be known.</returns>
    public bool Informed(int term, PartitionLedger ledger)
    {
        var judged = new UncommittedJudgements();
        while (true)
        {
            List<LedgerRecord> waiting;
            lock (_lock)
            {
                if (term != _term)
                {
                    return false;
                }

                if (_waiting.Count == 0)
                {
                    _ledger = ledger;
                    _uncommitted.Open.Add(judged.Open);
                    return true;
                }

                (waiting, _waiting) = (_waiting, []);
            }

            // Not under the lock, for the reader would wait.
            foreach (var record in waiting)
            {
                Judge(ledger, record, judged);
            }
        }
    }

    /// <summary>Another member of the group reads it now. What is committed by then is told; the rest is that one's to judge.</summary>
    public void Revoked()
    {
        lock (_lock)
        {
            _term++;
            _isOwned = false;
            _waiting = [];
        }
    }

    /// <summary>Likewise, and a while ago: no commit counts any more.</summary>
    public void Lost()
    {
        Revoked();
        lock (_lock)
        {
            _uncommitted.Clear();
            _ledger = null;
        }
    }

    /// <summary>How far it may be committed; <see langword="null"/> when no further than it is.</summary>
    public long? ToCommit()
    {
        lock (_lock)
        {
            if (!_isOwned || _ledger?.Next is not { } next || next == _committed)
            {
                return null;
            }

            _uncommitted.Close(next);
            return next;
        }
    }

    /// <returns>What may be told now.</returns>
    public Judgement? Committed(long offset)
    {
        lock (_lock)
        {
            if (_isOwned)
            {
                (_committed, _hasCommitted) = (offset, true);
            }

            return _uncommitted.Take(offset);
        }
    }

    /// <summary>Whether all before an offset is judged, or others read it.</summary>
    public bool HasReached(long offset)
    {
        lock (_lock)
        {
            return !_isOwned || _ledger?.Next >= offset;
        }
    }

    private static void Judge(PartitionLedger ledger, in LedgerRecord record, UncommittedJudgements judgements)
    {
        var found = ledger.Fold(record, judgements.Open.Counts);
        if (found == LogBreak.Truncation)
        {
            judgements.Reopen();
        }

        judgements.Open.Add(found);
    }
}
