namespace Kafka.Sli.Probe.Slo.Grafana;

/// <summary>Which dashboard.</summary>
internal enum DashboardKind
{
    /// <summary>All cells and objectives of a probe.</summary>
    Overview,

    /// <summary>One cell of a probe.</summary>
    Cell,

    /// <summary>A service that uses the package alone.</summary>
    Client,
}
