namespace Kafka.Sli.Probe.Ledger;

/// <summary>What a sender tells of its earlier numbers: of those above <see cref="From"/>, up to <see cref="Settled"/>, all were acknowledged but the <see cref="Runs"/>.</summary>
/// <param name="From">Of numbers up to here it tells nothing any more.</param>
/// <param name="Settled">All numbers up to here have ended.</param>
/// <param name="Runs">Ascending, apart, and within the two.</param>
internal sealed record Fates(long From, long Settled, IReadOnlyList<FateRun> Runs)
{
    /// <summary>More would make messages large; of what does not fit nothing is told.</summary>
    public const int MaxRuns = 32;

    public static readonly Fates None = new(0, 0, []);

    /// <summary>The highest number that is known to be acknowledged; <see cref="From"/> when none is.</summary>
    public long LastAcknowledged
    {
        get
        {
            var last = Settled;
            for (var i = Runs.Count - 1; i >= 0 && Runs[i].Last == last; i--)
            {
                last = Runs[i].First - 1;
            }

            return last;
        }
    }

    /// <summary>How many of the numbers from one to another are in runs of a kind.</summary>
    public long CountUnacknowledged(long first, long last, bool isUnknown)
    {
        var count = 0L;
        foreach (var run in Runs)
        {
            if (run.IsUnknown == isUnknown)
            {
                count += Math.Max(0, Math.Min(last, run.Last) - Math.Max(first, run.First) + 1);
            }
        }

        return count;
    }
}
