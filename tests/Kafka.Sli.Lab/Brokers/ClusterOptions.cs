namespace Kafka.Sli.Lab.Brokers;

/// <summary>What a cluster is to be like.</summary>
internal sealed record ClusterOptions
{
    /// <summary>How many brokers it begins with, each of which votes.</summary>
    public int Brokers { get; init; } = 3;

    /// <summary>After this long without a heartbeat a broker is fenced. Kafka's own default is 9 s.</summary>
    public TimeSpan SessionTimeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Where a broker listens.</summary>
    public Func<int, string> Address { get; init; } = static _ => "127.0.0.1";

    /// <summary>What a broker's process is run by.</summary>
    public Func<int, string[]> Prefix { get; init; } = static _ => [];

    /// <summary>Whether there are listeners with TLS and SCRAM, and an authoriser.</summary>
    public bool IsSecured { get; init; }
}
