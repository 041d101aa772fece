namespace Kafka.Sli.Probe.Ledger;

/// <summary>
/// One partition's log, judged: a pure function of its records up to an offset. It knows no clock and no network; its time is the highest timestamp of a probe's message that it has read.
/// </summary>
internal sealed class PartitionLedger
{
    /// <summary>So many streams may have ended a transaction here that have written nothing since the view began.</summary>
    private const int UnseenStreams = 16;

    private readonly LedgerSpans _spans;
    private readonly RecentRecords _recent = new();
    private readonly Dictionary<StreamId, StreamLedger> _alive = [];
    private readonly Dictionary<StreamId, StreamLedger> _dead = [];
    private LogView _view;
    private long? _viewBegan;
    private long _time;
    private long _second;
    private long _forgotten = long.MinValue;

    /// <summary>How many offsets the holes have that nobody has read; those that are known to be of streams that were not seen before are taken off.</summary>
    private long _missing;

    /// <param name="spans">The times that it goes by.</param>
    /// <param name="view">What it knows of the log before.</param>
    /// <param name="next">The first offset that it will be given; <see langword="null"/> where that is not known.</param>
    /// <param name="viewBegan">It will be given all that was written since; <see langword="null"/> for: since its first record.</param>
    public PartitionLedger(LedgerSpans spans, LogView view, long? next, long? viewBegan = null)
    {
        _spans = spans;
        _view = view;
        _viewBegan = viewBegan;
        Next = next;
    }

    /// <summary>All before this offset is judged.</summary>
    public long? Next { get; private set; }

    public LogView View => _view;

    /// <param name="record">The next record, or one that was read before.</param>
    /// <param name="counts">To which its verdicts are added.</param>
    public LogBreak Fold(in LedgerRecord record, VerdictCounts counts)
    {
        var at = Place(record);
        if (at is not { } found)
        {
            return LogBreak.None;
        }

        var missing = record.Offset - (Next ?? record.Offset);
        _recent.Add(record);
        Next = record.Offset + 1;
        if (found == LogBreak.Retention)
        {
            Cut(missing);
        }

        // The messages of others have whatever time they like.
        if (record.Header is { } header)
        {
            _time = Math.Max(_time, record.Timestamp);
            _viewBegan ??= _time;
            var stream = Of(header);
            stream.Fold(header, record.IsLate, IsPastBeginning(record.Timestamp), counts);
            stream.LastSeen = _time;
        }

        BuryTheDead(counts);
        return found;
    }

    /// <summary>A reader from the look-back that reads on from the committed offset, whatever it found there.</summary>
    /// <param name="committed">The offset.</param>
    /// <param name="isCutOff">Whether the log had ended before that: nobody may have read what stands there by the time that it is that long again.</param>
    public void GoOnFrom(long committed, bool isCutOff = false)
    {
        Next = committed;
        if (isCutOff)
        {
            Cut(0);
        }
    }

    /// <returns><see langword="null"/> for a record that was judged before.</returns>
    private LogBreak? Place(in LedgerRecord record)
    {
        if (Next is not { } next || record.Offset == next)
        {
            return LogBreak.None;
        }

        if (record.Offset > next)
        {
            return record.Offset - next <= MostMarkers ? LogBreak.None : LogBreak.Retention;
        }

        return _recent.IsSame(record) ?? !IsNew(record) ? null : LogBreak.Truncation;
    }

    /// <summary>
    /// As many markers may stand side by side as there are streams, for each has one transaction open at most, and of a committed one a record was read before its marker. What was aborted makes a larger
    /// hole: one, like any other, in which something else may have been.
    /// </summary>
    private int MostMarkers => _spans.HasMarkers ? _alive.Count + _dead.Count + UnseenStreams : 0;

    /// <summary>Too long ago to remember, but newer than all that was read, or than all of its stream: a topic of the same name begins anew.</summary>
    private bool IsNew(in LedgerRecord record) => record.Timestamp > _time
        || (record.Header is { IsClosing: false } header && (_alive.TryGetValue(header.Stream, out var stream) || _dead.TryGetValue(header.Stream, out stream)) && header.Number > stream.Highest);

    private void Cut(long missing)
    {
        (_view, _viewBegan) = (LogView.Cut, null);
        _missing += missing;
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

        return _alive[header.Stream] = _dead.Remove(header.Stream, out var dead) ? dead : Begin(header);
    }

    /// <summary>All that was sent since then and written is in the view. The first record behind a hole may be one that was sent long before: its time is not the hole's.</summary>
    private long? KnownSince => _viewBegan + (_view is LogView.Cut or LogView.Unread ? (long)_spans.Settling.TotalMilliseconds : 0);

    private StreamLedger Begin(LedgerHeader header)
    {
        var (sight, start) = (SightOf(header.Stream.Start / 1000), header.Stream.Start / 1000);
        if (sight != FirstSight.AfterUnreadExcused)
        {
            return StreamLedger.Seen(header, sight);
        }

        var most = _view != LogView.Unread ? _missing : start > _viewBegan - (long)LedgerSpans.Skew.TotalMilliseconds ? long.MaxValue : 0;
        var unread = Math.Min(most, header.Fates.Settled);
        _missing = Math.Max(0, _missing - unread);
        return StreamLedger.Seen(header, sight, unread);
    }

    private FirstSight SightOf(long start) => _view switch
    {
        _ when start > _forgotten && (_view == LogView.Whole || start >= KnownSince + (long)LedgerSpans.Skew.TotalMilliseconds) => FirstSight.All,
        LogView.LookBack when !IsPastBeginning(_time) => FirstSight.AfterAcknowledgedExcused,
        LogView.Whole or LogView.LookBack => FirstSight.AfterAcknowledged,
        _ => FirstSight.AfterUnreadExcused,
    };

    /// <summary>Whether all that was sent before the view began had ended by then.</summary>
    private bool IsPastBeginning(long time) => time >= KnownSince + (long)_spans.Settling.TotalMilliseconds;

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
