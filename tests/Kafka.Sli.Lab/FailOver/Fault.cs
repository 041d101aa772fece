namespace Kafka.Sli.Lab.FailOver;

/// <summary>What is done to a broker.</summary>
public enum Fault
{
    /// <summary>kill -9.</summary>
    Killed,

    /// <summary>It hangs for a while, and its connections stay open.</summary>
    Hanging,

    /// <summary>It is stopped in order, and hands its partitions over.</summary>
    Stopped,

    /// <summary>kill -9 of the one whose controller is at work.</summary>
    ControllerKilled,
}
