namespace Kafka.Sli.Probe.Slo;

/// <summary>A rule of Prometheus, as its file has it: one that records, or one that alerts.</summary>
internal sealed record Rule
{
    public string? Record { get; init; }

    public string? Alert { get; init; }

    public required string Expr { get; init; }

    public string? For { get; init; }

    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    public IReadOnlyDictionary<string, string>? Annotations { get; init; }
}

/// <param name="Name">Unlike all others of the file.</param>
/// <param name="Interval">How often its rules are evaluated, one after the other.</param>
/// <param name="Rules">In this order.</param>
internal sealed record RuleGroup(string Name, string Interval, IReadOnlyList<Rule> Rules);

internal sealed record RuleFile(IReadOnlyList<RuleGroup> Groups);
