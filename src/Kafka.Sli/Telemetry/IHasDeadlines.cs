namespace Kafka.Sli.Telemetry;

/// <summary>What has begun, and is late once its deadline has passed, whether it ends or not.</summary>
internal interface IHasDeadlines
{
    /// <summary>Counts what is late by now. Never called twice at a time.</summary>
    /// <param name="now">The time, on the monotonic clock.</param>
    void Sweep(long now);
}
