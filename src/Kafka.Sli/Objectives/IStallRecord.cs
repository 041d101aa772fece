namespace Kafka.Sli.Objectives;

/// <summary>
/// Knows when this process itself stood still: a pause of its garbage collector, a machine without processor time for it. What is late by no
/// more than that says nothing of Kafka.
/// </summary>
public interface IStallRecord
{
    /// <summary>
    /// How much of a span this process stood still, a stall that has not ended yet included. Asked of what is late before its verdict, on the thread that settles it and on
    /// that of the deadlines: to be answered at once, and never to be answered with more than can be vouched for, for that much of an outage is forgiven.
    /// </summary>
    /// <param name="since">The beginning of the span, as a timestamp of <see cref="KafkaSliOptions.TimeProvider"/>; below 0 for one before the clock began.</param>
    /// <param name="until">Its end, now or a moment ago.</param>
    /// <returns>From zero to the length of the span.</returns>
    TimeSpan Overlap(long since, long until);
}
