namespace Kafka.Sli.Telemetry;

/// <summary>How the objectives have to look at an event that ended.</summary>
internal enum Standing
{
    /// <summary>Good within the threshold, bad beyond it.</summary>
    Timed,

    /// <summary>Good, for nobody waited for it.</summary>
    Good,

    /// <summary>Bad, however fast it was.</summary>
    Bad,

    /// <summary>No statement about Kafka can be made from it.</summary>
    Excluded,
}
