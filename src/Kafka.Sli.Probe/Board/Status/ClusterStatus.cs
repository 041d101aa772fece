namespace Kafka.Sli.Probe.Board;

/// <summary>A cluster that is measured.</summary>
/// <param name="Name">As the plan calls it.</param>
/// <param name="BootstrapServers">As the plan writes it.</param>
/// <param name="Brokers">How many there were when it was last looked at.</param>
/// <param name="Embedded">What was done to the brokers of a cluster inside the probe; <see langword="null"/> for any other cluster, to which nothing is done, and where the board is open to a network.</param>
internal sealed record ClusterStatus(string Name, string BootstrapServers, int Brokers, IReadOnlyList<ClusterStatus.Broker>? Embedded)
{
    /// <param name="Id">The broker's.</param>
    /// <param name="IsDown">Whether it takes no connections.</param>
    /// <param name="IsSlow">Whether each of its answers waits a second.</param>
    /// <param name="Leads">How many partitions it leads.</param>
    internal sealed record Broker(int Id, bool IsDown, bool IsSlow, int Leads);
}
