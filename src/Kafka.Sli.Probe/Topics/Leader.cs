namespace Kafka.Sli.Probe.Topics;

/// <summary>The broker that leads a partition.</summary>
/// <param name="Id">The broker's.</param>
/// <param name="Rack"><see langword="null"/> where brokers have none.</param>
internal sealed record Leader(int Id, string? Rack);
