namespace Kafka.Sli.Probe.Plan;

/// <summary>What is sent, and when.</summary>
/// <param name="Rate">Of each instance.</param>
/// <param name="Size">Of a message's value.</param>
/// <param name="Payload">What values are made of.</param>
/// <param name="Keys"><see langword="null"/> for messages without keys.</param>
/// <param name="Burst"><see langword="null"/> for an even load.</param>
internal sealed record LoadPlan(Rate Rate, ByteSize Size, PayloadKind Payload = PayloadKind.Random, KeyPlan? Keys = null, BurstPlan? Burst = null)
{
    public static readonly LoadPlan Default = new(new Rate(50), new ByteSize(1024));

    /// <summary>From one message to a partition to the next one, at most: a burst is waited for, if need be several of them.</summary>
    /// <param name="partitions">How many take turns.</param>
    public TimeSpan LongestSilence(int partitions) => Burst is { Every: var every }
        ? every * Math.Ceiling(partitions / (Rate.PerSecond * every.TotalSeconds))
        : TimeSpan.FromSeconds(partitions / Rate.PerSecond);
}

/// <param name="Count">How many keys there are.</param>
/// <param name="Distribution">How often each is drawn.</param>
internal sealed record KeyPlan(int Count, KeyDistribution Distribution);

/// <param name="Every">From the beginning of a burst to that of the next one.</param>
/// <param name="For">How long a burst lasts.</param>
internal sealed record BurstPlan(TimeSpan Every, TimeSpan For);
