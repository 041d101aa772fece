using Kafka.Sli.Objectives;

namespace Kafka.Sli.Probe.Slo;

/// <summary>One objective, as it is promised to one service.</summary>
internal sealed record ServiceSlo
{
    public required Objective Objective { get; init; }

    /// <summary>A cell of the probe, or a service, by a name that Sloth takes.</summary>
    public required string Service { get; init; }

    /// <summary>The objective's, by a name that Sloth takes.</summary>
    public required string Name { get; init; }

    /// <summary>The value of <c>kafka.sli.client</c>; <see langword="null"/> for all clients together.</summary>
    public string? Client { get; init; }

    /// <summary>The Kafka cluster of the plan.</summary>
    public string? Cluster { get; init; }

    /// <summary>Label matchers that narrow every metric down further.</summary>
    public string? Selector { get; init; }

    /// <summary>As Sloth makes it.</summary>
    public string Id => $"{Service}-{Name}";

    public decimal ErrorBudget => 1 - (decimal)Objective.Target;

    public string Good => Metric.Select(Metric.Events, [.. Matchers, Metric.Is("kafka_sli_verdict", "good")]);

    public string Bad => Metric.Select(Metric.Events, [.. Matchers, Metric.Is("kafka_sli_verdict", "bad")]);

    /// <summary>Without those that are excluded.</summary>
    public string Judged => Metric.Select(Metric.Events, [.. Matchers, "kafka_sli_verdict=~\"good|bad\""]);

    public string Filter => $"{{{Metric.Is("sloth_id", Id)}}}";

    private IEnumerable<string?> Matchers => [Selector, Client is null ? null : Metric.Is("kafka_sli_client", Client), Metric.Is("kafka_sli_objective", Objective.Name)];
}
