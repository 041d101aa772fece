namespace Kafka.Sli.Objectives;

/// <summary>How many events of one client one objective found good, bad and excluded.</summary>
internal sealed class VerdictCounts
{
    private long _good;
    private long _bad;
    private long _excluded;
    private long _stalled;

    public VerdictCounts(Objective objective, string? client)
    {
        Objective = objective;
        Client = client;
        ThresholdSeconds = objective.Threshold.TotalSeconds;
    }

    public Objective Objective { get; }

    public string? Client { get; }

    /// <summary>In the unit and type in which latencies are recorded, so that a verdict and a bucket never disagree.</summary>
    public double ThresholdSeconds { get; }

    public long this[Verdict verdict] => Volatile.Read(ref Cell(verdict));

    /// <summary>How many of the excluded ones were late by no more than this process itself stood still.</summary>
    public long Stalled => Volatile.Read(ref _stalled);

    public void CountStalled()
    {
        Count(Verdict.Excluded);
        Interlocked.Increment(ref _stalled);
    }

    public void Count(Verdict verdict) => Interlocked.Increment(ref Cell(verdict));

    private ref long Cell(Verdict verdict)
    {
        switch (verdict)
        {
            case Verdict.Good: return ref _good;
            case Verdict.Bad: return ref _bad;
            default: return ref _excluded;
        }
    }
}
