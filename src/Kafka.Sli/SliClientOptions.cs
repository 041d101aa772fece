namespace Kafka.Sli;

/// <summary>What a client is called in metrics, and what one that was built elsewhere does not tell about itself.</summary>
public sealed record SliClientOptions
{
    /// <summary>
    /// A name of low cardinality for the client's role (<c>kafka.sli.client</c>), shared by all instances of the service;
    /// <see langword="null"/> leaves the attribute out.
    /// </summary>
    public string? Name { get; init; }

    /// <summary>
    /// The consumer's group (<c>messaging.consumer.group.name</c>); <see langword="null"/> takes the <c>group.id</c> of a consumer that Kafka.Sli
    /// builds, and <see cref="KafkaSliOptions.ConsumerGroup"/> for one that was built elsewhere.
    /// </summary>
    public string? ConsumerGroup { get; init; }

    /// <summary>Whether the producer stamps its messages; <see langword="null"/> takes <see cref="KafkaSliOptions.SentStamp"/>.</summary>
    public bool? SentStamp { get; init; }
}
