namespace Kafka.Sli.Probe.Embedded;

/// <summary>A broker of the embedded cluster, and what was done to it.</summary>
/// <param name="Id">The broker's.</param>
/// <param name="IsDown">Whether it takes no connections.</param>
/// <param name="IsSlow">Whether its answers wait.</param>
/// <param name="Leads">How many partitions it leads.</param>
internal readonly record struct BrokerState(int Id, bool IsDown, bool IsSlow, int Leads);
