using Kafka.Sli.Probe.Ledger;

namespace Kafka.Sli.Probe.Judging;

/// <summary>What part of a log was found to be.</summary>
internal sealed class Judgement
{
    public VerdictCounts Counts { get; } = new();

    /// <summary>How often records were missing.</summary>
    public long Retentions { get; private set; }

    /// <summary>How often the log's end was cut off.</summary>
    public long Truncations { get; private set; }

    public void Add(LogBreak found)
    {
        Retentions += found == LogBreak.Retention ? 1 : 0;
        Truncations += found == LogBreak.Truncation ? 1 : 0;
    }

    public void Add(Judgement other)
    {
        Counts.Add(other.Counts);
        Retentions += other.Retentions;
        Truncations += other.Truncations;
    }
}
