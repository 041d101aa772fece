namespace Kafka.Sli.Probe.Ledger;

/// <summary>What one partition's log has told of one stream.</summary>
internal sealed class StreamLedger
{
    private readonly NumberSet _read = new();
    private readonly NumberSet _denied = new();
    private readonly long _base;

    /// <summary>All up to here have their verdict, and above it those that were read.</summary>
    private long _judged;

    private long _highest;

    /// <summary>What is missing up to here may have been written where nobody can read it.</summary>
    private long _excused;

    private bool _isInHole;
    private long? _firstAfterHole;

    private StreamLedger(long @base, long excused, Fates fates)
    {
        (_base, _judged, _highest, _excused) = (@base, @base, @base, excused);
        foreach (var run in fates.Runs.Where(r => r.First <= @base))
        {
            _denied.Add(run.First, Math.Min(run.Last, @base));
        }
    }

    /// <summary>The log's time when it last wrote.</summary>
    public long LastSeen { get; set; }

    public bool IsClosed { get; private set; }

    public static StreamLedger Seen(LedgerHeader header, FirstSight sight)
    {
        var (fates, inFlight) = (header.Fates, header.IsClosing ? header.Number : header.Number - 1);
        return sight switch
        {
            FirstSight.All => new(0, 0, fates),
            FirstSight.AllExcused => new(0, inFlight, fates),
            FirstSight.AfterAcknowledged => new(fates.LastAcknowledged, 0, fates),
            FirstSight.AfterAcknowledgedExcused => new(fates.LastAcknowledged, inFlight, fates),
            _ => new(fates.Settled, inFlight, fates),
        };
    }

    public void Fold(LedgerHeader header, bool isLate, VerdictCounts counts)
    {
        LeaveHole(header);
        Deny(header.Fates, counts);
        Judge(header.Fates, counts);
        if (header.IsClosing)
        {
            IsClosed = true;
        }
        else
        {
            Read(header.Number, isLate, counts);
        }
    }

    /// <summary>Records are missing from the log, and some of its may have been among them.</summary>
    public void EnterHole() => (_isInHole, _firstAfterHole) = (true, null);

    /// <summary>It has not written for so long that nobody will tell what became of what it had in flight.</summary>
    public void Die(VerdictCounts counts)
    {
        counts.Add(LedgerVerdict.Unknown, _read.Missing(_judged + 1, _highest).Sum(m => m.Last - m.First + 1));
        _judged = Math.Max(_judged, _highest);
    }

    /// <summary>
    /// A message that was made when its sender knew of the end of one that stands after the hole stands after it too. What has a lower number may have been in the hole.
    /// </summary>
    private void LeaveHole(LedgerHeader header)
    {
        if (!_isInHole)
        {
            return;
        }

        _excused = header.IsClosing ? header.Number : header.Number - 1;
        _isInHole = !(_firstAfterHole <= header.Fates.Settled);
        if (!header.IsClosing && !(_firstAfterHole <= header.Number))
        {
            _firstAfterHole = header.Number;
        }
    }

    private void Deny(Fates fates, VerdictCounts counts)
    {
        foreach (var run in fates.Runs.Where(r => r.Last > _base))
        {
            foreach (var (first, last) in _denied.Missing(Math.Max(run.First, _base + 1), run.Last).ToArray())
            {
                counts.Add(LedgerVerdict.Phantom, _read.CountIn(first, last));
                _denied.Add(first, last);
            }
        }
    }

    private void Judge(Fates fates, VerdictCounts counts)
    {
        if (fates.Settled <= _judged)
        {
            return;
        }

        foreach (var (first, last) in _read.Missing(_judged + 1, fates.Settled))
        {
            var told = Math.Max(first, fates.From + 1);
            counts.Add(LedgerVerdict.Unknown, Math.Min(last, fates.From) is var untold && untold >= first ? untold - first + 1 : 0);
            if (told <= last)
            {
                JudgeTold(told, last, fates, counts);
            }
        }

        _judged = fates.Settled;
    }

    private void JudgeTold(long first, long last, Fates fates, VerdictCounts counts)
    {
        counts.Add(LedgerVerdict.Failed, fates.CountUnacknowledged(first, last, isUnknown: false));
        counts.Add(LedgerVerdict.Unknown, fates.CountUnacknowledged(first, last, isUnknown: true));

        var excused = Math.Min(last, _excused);
        counts.Add(LedgerVerdict.Unknown, Acknowledged(first, excused, fates));
        counts.Add(LedgerVerdict.Lost, Acknowledged(Math.Max(first, excused + 1), last, fates));
    }

    private static long Acknowledged(long first, long last, Fates fates) => first > last
        ? 0
        : last - first + 1 - fates.CountUnacknowledged(first, last, isUnknown: false) - fates.CountUnacknowledged(first, last, isUnknown: true);

    private void Read(long number, bool isLate, VerdictCounts counts)
    {
        if (_read.Contains(number))
        {
            counts.Add(LedgerVerdict.Duplicate, 1);
            return;
        }

        if (number <= _base)
        {
            counts.Add(_denied.Contains(number) ? LedgerVerdict.Phantom : LedgerVerdict.Duplicate, 1);
        }
        else if (number <= _judged)
        {
            counts.Add(_denied.Contains(number) ? LedgerVerdict.Phantom : LedgerVerdict.Reordered, 1);
        }
        else
        {
            counts.Add(LedgerVerdict.Delivered, 1);
            counts.Add(LedgerVerdict.Reordered, number < _highest ? 1 : 0);
            counts.Add(LedgerVerdict.Late, isLate ? 1 : 0);
        }

        _read.Add(number);
        _highest = Math.Max(_highest, number);
    }
}
