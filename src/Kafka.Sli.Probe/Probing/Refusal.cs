namespace Kafka.Sli.Probe.Probing;

/// <summary>What the probe is not let do.</summary>
internal enum Refusal
{
    /// <summary>To speak by TLS: a broker's certificate is not to be trusted, or ours not by it.</summary>
    Encrypt,

    /// <summary>To log in.</summary>
    LogIn,

    /// <summary>To send to the topic.</summary>
    Write,

    /// <summary>To send in transactions.</summary>
    Transact,

    /// <summary>To read the topic.</summary>
    Read,

    /// <summary>To be a member of the group, or to commit.</summary>
    Join,
}
