namespace Kafka.Sli.Probe.Comparing;

/// <summary>What a comparison came to.</summary>
internal sealed record ComparisonResult
{
    public required ComparisonSettings Settings { get; init; }

    public required DateTimeOffset Started { get; init; }

    /// <summary>By phase, then by cell, in the plan's order.</summary>
    public required IReadOnlyList<ComparisonRow> Rows { get; init; }

    /// <summary>What was not as it should be, a line each.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>Whether it came to its end.</summary>
    public required bool IsComplete { get; init; }

    /// <summary>Of this machine.</summary>
    public int Cores { get; init; } = Environment.ProcessorCount;
}
