namespace Kafka.Sli.Probe.Topics;

/// <summary>What may become of a topic.</summary>
internal enum TopicChange
{
    /// <summary>Other brokers lead it.</summary>
    Led,
    Deleted,
    Created,
    Recreated,
    Shrunk,
    Grown,
}
