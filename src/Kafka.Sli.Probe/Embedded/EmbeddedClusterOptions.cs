namespace Kafka.Sli.Probe.Embedded;

/// <summary>What a broker's configuration says of groups. The defaults are for speed: librdkafka's are 3, 3 and 30 seconds.</summary>
internal sealed record EmbeddedClusterOptions
{
    /// <summary>How long the first member of a classic group waits for others (<c>group.initial.rebalance.delay.ms</c>).</summary>
    public TimeSpan GroupInitialRebalanceDelay { get; init; } = TimeSpan.Zero;

    /// <summary>KIP-848: how often a member speaks to its coordinator, and so how soon it hears of its partitions (<c>group.consumer.heartbeat.interval.ms</c>).</summary>
    public TimeSpan GroupConsumerHeartbeatInterval { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>KIP-848: after how long a silent member is put out (<c>group.consumer.session.timeout.ms</c>).</summary>
    public TimeSpan GroupConsumerSessionTimeout { get; init; } = TimeSpan.FromSeconds(30);
}
