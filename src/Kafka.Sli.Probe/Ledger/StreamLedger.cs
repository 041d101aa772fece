namespace Kafka.Sli.Probe.Ledger;

/// <summary>What one partition's log has told of one stream.</summary>
internal sealed class StreamLedger
{
    private readonly NumberSet _read = new();
    private readonly NumberSet _denied = new();
    private readonly long _base;

    /// <summary>All up to here have their verdict, and above it those that were read.</summary>
    private long _judged;

    /// <summary>What is missing up to here may have been written where nobody can read it.</summary>
    private long _excused;

    private bool _isInHole;

    private StreamLedger(long @base, bool isInHole, Fates fates)
    {
        (_base, _judged, Highest, _isInHole) = (@base, @base, @base, isInHole);
        foreach (var run in fates.Runs.Where(r => r.First <= @base))
        {
            _denied.Add(run.First, Math.Min(run.Last, @base));
        }
    }

    /// <summary>The log's time when it last wrote.</summary>
    public long LastSeen { get; set; }

    public bool IsClosed { get; private set; }

    /// <summary>The highest number that was read, or had been told of before it was first seen.</summary>
    public long Highest { get; private set; }

    /// <param name="header">Of the first record of it that was read.</param>
    /// <param name="sight">From where on it is judged.</param>
    /// <param name="unread">How many of those that have ended may never have been read by anybody.</param>
    public static StreamLedger Seen(LedgerHeader header, FirstSight sight, long unread = 0) => sight switch
    {
        FirstSight.All => new(0, isInHole: false, header.Fates),
        FirstSight.AfterAcknowledged => new(header.Fates.LastAcknowledged, isInHole: false, header.Fates),
        FirstSight.AfterAcknowledgedExcused => new(header.Fates.LastAcknowledged, isInHole: true, header.Fates),
        _ => new(header.Fates.Settled - unread, isInHole: true, header.Fates),
    };

    /// <param name="header">Of its next record.</param>
    /// <param name="isLate">Whether that took too long.</param>
    /// <param name="isPastHole">Whether it was sent when all had ended that was sent before the last hole in the log.</param>
    /// <param name="counts">To which the verdicts are added.</param>
    public void Fold(LedgerHeader header, bool isLate, bool isPastHole, VerdictCounts counts)
    {
        LeaveHole(header.Fates, isPastHole);
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
    public void EnterHole() => _isInHole = true;

    /// <summary>It has not written for so long that nobody will tell what became of what it had in flight.</summary>
    public void Die(VerdictCounts counts)
    {
        counts.Add(LedgerVerdict.Unknown, _read.Missing(_judged + 1, Highest).Sum(m => m.Last - m.First + 1));
        _judged = Math.Max(_judged, Highest);
    }

    /// <summary>What was sent before the hole has ended by the time that a message is sent past it, and that one tells so. What ends later was not in the hole.</summary>
    private void LeaveHole(Fates fates, bool isPastHole)
    {
        if (_isInHole)
        {
            _excused = Math.Max(_excused, fates.Settled);
            _isInHole = !isPastHole;
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
            counts.Add(LedgerVerdict.Reordered, number < Highest ? 1 : 0);
            counts.Add(LedgerVerdict.Late, isLate ? 1 : 0);
        }

        _read.Add(number);
        Highest = Math.Max(Highest, number);
    }
}
