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

    /// <summary>
    /// How long the first events of this client are told apart, from the first one of each indicator on; <see langword="null"/> takes <see cref="KafkaSliOptions.WarmUp"/>, which is none
    /// by default. An event that began in that time (a <c>delivery</c>: was read in it) is recorded in <c>kafka.sli.warmup.duration</c> and nowhere else, and has no verdict, however it ends and however long it lasts.
    /// </summary>
    /// <remarks>
    /// For clients that run to be measured, and whose first seconds say nothing of the steady state: a probe's, a benchmark's. Not for a service that users wait for: whoever waits for its first message waits for
    /// cold code and new connections too, and with a warm-up no objective hears of that, nor of an outage that the service starts into.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">It is less than zero.</exception>
    public TimeSpan? WarmUp
    {
        get;
        init => field = value is { } length && length < TimeSpan.Zero
            ? throw new ArgumentOutOfRangeException(nameof(value), $"WarmUp: {length} must not be less than 0; TimeSpan.Zero is none")
            : value;
    }
}
