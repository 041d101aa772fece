namespace Kafka.Sli.Lab.Brokers;

/// <summary>What a cluster is to be like.</summary>
internal sealed record ClusterOptions
{
    /// <summary>How many brokers it begins with, each of which votes.</summary>
    public int Brokers { get; init; } = 3;

    /// <summary>After this long without a heartbeat a broker is fenced. Kafka's own default is 9 s.</summary>
    public TimeSpan SessionTimeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Where its brokers are, when not on the machine's own loopback.</summary>
    public NetworkNamespace? Network { get; init; }

    /// <summary>Whether there are listeners with TLS and SCRAM, and an authoriser.</summary>
    public bool IsSecured { get; init; }
}
