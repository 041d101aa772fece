namespace Kafka.Sli.Probe.Ledger;

/// <summary>
/// One partition's log, judged: a pure function of its records up to an offset. It knows no clock and no network; its time is the highest timestamp that it has read.
/// </summary>
internal sealed class PartitionLedger
{
    private readonly LedgerSpans _spans;
    private readonly RecentRecords _recent = new();
    private readonly Dictionary<StreamId, StreamLedger> _alive = [];
    private readonly Dictionary<StreamId, StreamLedger> _dead = [];
    private LogView _view;
    private long? _viewBegan;
    private long _time;
    private long _second;
    private long _forgotten = long.MinValue;

    /// <param name="spans">The times that it goes by.</param>
    /// <param name="view">What it knows of the log before.</param>
    /// <param name="next">The first offset that it will be given; <see langword="null"/> where that is not known.</param>
    public PartitionLedger(LedgerSpans spans, LogView view, long? next)
    {
        _spans = spans;
        _view = view;
        Next = next;
    }

    /// <summary>All before this offset is judged.</summary>
    public long? Next { get; private set; }

    public LogView View => _view;

    /// <summary>When the first record of the view was written; <see langword="null"/> before that.</summary>
    public long? ViewBegan => _viewBegan;

    /// <param name="record">The next record, or one that was read before.</param>
    /// <param name="counts">To which its verdicts are added.</param>
    public LogBreak Fold(in LedgerRecord record, VerdictCounts counts)
    {
        var at = Place(record);
        if (at is not { } found)
        {
            return LogBreak.None;
        }

        _recent.Add(record);
        Next = record.Offset + 1;
        _time = Math.Max(_time, record.Timestamp);
        if (found == LogBreak.Retention)
        {
            Cut();
        }

        _viewBegan ??= _time;
        if (record.Header is { } header)
        {
            var stream = Of(header);
            stream.Fold(header, record.IsLate, counts);
            stream.LastSeen = _time;
        }

        BuryTheDead(counts);
        return found;
    }

    /// <summary>A reader from the look-back that reads on from the committed offset, whatever it found there.</summary>
    public void GoOnFrom(long committed) => Next = committed;

    /// <summary>It turns out that there is less of the log than was meant to be read.</summary>
    public void BeginLater() => _view = LogView.Cut;

    /// <returns><see langword="null"/> for a record that was judged before.</returns>
    private LogBreak? Place(in LedgerRecord record)
    {
        if (Next is not { } next || record.Offset == next)
        {
            return LogBreak.None;
        }

        if (record.Offset > next)
        {
            return LogBreak.Retention;
        }

        // Too long ago to remember, but newer than all that was read: a topic of the same name begins anew.
        return _recent.IsSame(record) ?? record.Timestamp <= _time ? null : LogBreak.Truncation;
    }

    private void Cut()
    {
        (_view, _viewBegan) = (LogView.Cut, null);
        foreach (var stream in _alive.Values.Concat(_dead.Values))
        {
            stream.EnterHole();
        }
    }

    private StreamLedger Of(LedgerHeader header)
    {
        if (_alive.TryGetValue(header.Stream, out var alive))
        {
            return alive;
        }

        return _alive[header.Stream] = _dead.Remove(header.Stream, out var dead) ? dead : StreamLedger.Seen(header, SightOf(header.Stream.Start / 1000));
    }

    private FirstSight SightOf(long start)
    {
        var skew = (long)LedgerSpans.Skew.TotalMilliseconds;
        if (start <= _forgotten)
        {
            return FirstSight.AfterAcknowledged;
        }

        if (_view == LogView.Whole || start >= _viewBegan + skew)
        {
            return FirstSight.All;
        }

        return _view switch
        {
            LogView.LookBack when _time < _viewBegan + (long)_spans.Settling.TotalMilliseconds => FirstSight.AfterAcknowledgedExcused,
            LogView.LookBack => FirstSight.AfterAcknowledged,
            _ when start > _viewBegan - skew => FirstSight.AllExcused,
            _ => FirstSight.AfterSettledExcused,
        };
    }

    /// <summary>Once for each second of the log, and at the same one for every reader, wherever it began.</summary>
    private void BuryTheDead(VerdictCounts counts)
    {
        if (_time / 1000 == _second)
        {
            return;
        }

        _second = _time / 1000;
        foreach (var (id, stream) in _alive.Where(s => IsOlder(s.Value, _spans.Settling)).ToArray())
        {
            stream.Die(counts);
            _alive.Remove(id);
            _dead.Add(id, stream);
        }

        foreach (var (id, _) in _dead.Where(s => IsOlder(s.Value, s.Value.IsClosed ? _spans.LookBack : LedgerSpans.Memory)).ToArray())
        {
            _dead.Remove(id);
            _forgotten = Math.Max(_forgotten, id.Start / 1000);
        }
    }

    private bool IsOlder(StreamLedger stream, TimeSpan span) => (_second * 1000) - stream.LastSeen > (long)span.TotalMilliseconds;
}
