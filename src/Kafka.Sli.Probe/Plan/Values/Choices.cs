namespace Kafka.Sli.Probe.Plan;

/// <summary>What a message's value is made of.</summary>
internal enum PayloadKind
{
    /// <summary>Bytes that no compression shrinks.</summary>
    Random,

    /// <summary>Text as services send it, which compresses to a fraction.</summary>
    Compressible,
}

/// <summary>How often each key is drawn.</summary>
internal enum KeyDistribution
{
    /// <summary>Each as often as any other.</summary>
    Uniform,

    /// <summary>A few of them most of the time.</summary>
    Zipf,
}

/// <summary>What client stands behind a cell.</summary>
internal enum ClientImplementation
{
    /// <summary>Confluent.Kafka, in the probe's own process.</summary>
    Librdkafka,

    /// <summary>Apache Kafka's own client, in a process of its own.</summary>
    Java,

    /// <summary>Whatever the plan has started: a process that speaks the protocol for external clients.</summary>
    External,
}
