namespace Kafka.Sli.Probe.Ledger;

/// <summary>How many of each verdict. Not for two threads at once.</summary>
internal sealed class VerdictCounts
{
    private readonly long[] _counts = new long[VerdictNames.All.Count];

    public long this[LedgerVerdict verdict] => _counts[(int)verdict];

    /// <summary>How many numbers have been judged: one of these four is each number's own.</summary>
    public long Judged => this[LedgerVerdict.Delivered] + this[LedgerVerdict.Lost] + this[LedgerVerdict.Failed] + this[LedgerVerdict.Unknown];

    public void Add(LedgerVerdict verdict, long count) => _counts[(int)verdict] += count;

    public void Add(VerdictCounts other)
    {
        for (var i = 0; i < _counts.Length; i++)
        {
            _counts[i] += other._counts[i];
        }
    }

    public void Clear() => Array.Clear(_counts);
}
