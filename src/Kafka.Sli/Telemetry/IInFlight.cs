namespace Kafka.Sli.Telemetry;

/// <summary>What one producer has in flight.</summary>
internal interface IInFlight
{
    long Count { get; }

    /// <summary>The start of the oldest one, on the monotonic clock.</summary>
    long? OldestStart { get; }
}
