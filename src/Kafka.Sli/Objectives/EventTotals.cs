namespace Kafka.Sli.Objectives;

/// <summary>How many events were good and bad. What is excluded spends no budget.</summary>
internal readonly record struct EventTotals(long Good, long Bad)
{
    public static EventTotals operator +(EventTotals a, EventTotals b) => new(a.Good + b.Good, a.Bad + b.Bad);

    public static EventTotals operator -(EventTotals a, EventTotals b) => new(a.Good - b.Good, a.Bad - b.Bad);

    public long Count => Good + Bad;

    /// <summary>The share of bad ones; 0 where there was none of either.</summary>
    public double BadRatio => Bad == 0 ? 0 : (double)Bad / Count;
}
