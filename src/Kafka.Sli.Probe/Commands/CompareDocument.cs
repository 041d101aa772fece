using System.Text.Json;
using Kafka.Sli.Probe.Comparing;

namespace Kafka.Sli.Probe.Commands;

/// <summary>A comparison for a program, as <c>docs/compare.md</c> describes it. Times are in seconds; what is not known is <see langword="null"/>.</summary>
internal sealed record CompareDocument
{
    public int SchemaVersion { get; init; } = 1;

    public required DateTimeOffset Started { get; init; }

    public required bool IsComplete { get; init; }

    public required int Cores { get; init; }

    public required double PhaseSeconds { get; init; }

    public required double WarmUpSeconds { get; init; }

    public required int Repetitions { get; init; }

    public required bool OneAtATime { get; init; }

    public required IReadOnlyList<Row> Rows { get; init; }

    public required IReadOnlyList<string> Notes { get; init; }

    public static CompareDocument Of(ComparisonResult result) => new()
    {
        Started = result.Started,
        IsComplete = result.IsComplete,
        Cores = result.Cores,
        PhaseSeconds = result.Settings.Length.TotalSeconds,
        WarmUpSeconds = result.Settings.WarmUp.TotalSeconds,
        Repetitions = result.Settings.Repetitions,
        OneAtATime = result.Settings.OneAtATime,
        Rows = [.. result.Rows.Select(r => new Row(r.Phase, r.Cell, r.IsTrustworthy, [.. r.Repetitions.Select(Repetition.Of)]))],
        Notes = result.Notes,
    };

    public static void Write(ComparisonResult result, TextWriter output) => output.WriteLine(JsonSerializer.Serialize(Of(result), DocumentJson.Readable.CompareDocument));

    internal sealed record Row(string Phase, string Cell, bool IsTrustworthy, IReadOnlyList<Repetition> Repetitions);

    internal sealed record Repetition(Sli Produce, Sli Delivery, int Bad, double? OutageSeconds, bool OutageIsOpen, double? LatenessP99)
    {
        public static Repetition Of(CellFigures figures) => new(Sli.Of(figures.Produce), Sli.Of(figures.Delivery), figures.Bad, figures.Outage, figures.IsOutageOpen, figures.Lateness);
    }

    internal sealed record Sli(int Count, int Unfinished, Figure P50, Figure P99, Figure P999, Figure Max)
    {
        public static Sli Of(Latencies latencies) => new(latencies.Count, latencies.Unfinished, Figure.Of(latencies.P50), Figure.Of(latencies.P99), Figure.Of(latencies.P999), Figure.Of(latencies.Max));
    }

    internal sealed record Figure(double? Seconds, double? AtLeast, bool IsGuess)
    {
        public static Figure Of(Quantile quantile) => new(quantile.Seconds, quantile.AtLeast, quantile.IsGuess);
    }
}
