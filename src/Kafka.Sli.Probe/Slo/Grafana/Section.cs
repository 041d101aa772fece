namespace Kafka.Sli.Probe.Slo.Grafana;

/// <summary>A row of a dashboard, and what stands below it.</summary>
internal sealed record Section(string Title, params IReadOnlyList<Panel> Panels);
