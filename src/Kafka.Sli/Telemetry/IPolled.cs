namespace Kafka.Sli.Telemetry;

/// <summary>One consumer, seen by how its application asks it for messages.</summary>
internal interface IPolled
{
    /// <summary>
    /// The end of the last call that asked for a message, on the monotonic clock;
    /// <see langword="null"/> before the first call and while one is waiting.
    /// </summary>
    long? IdleSince { get; }
}
