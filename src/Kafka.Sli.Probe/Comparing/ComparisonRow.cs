namespace Kafka.Sli.Probe.Comparing;

/// <summary>One cell in one phase.</summary>
/// <param name="Phase">Its name.</param>
/// <param name="Cell">Its name.</param>
/// <param name="Repetitions">What each came to, in their order.</param>
internal sealed record ComparisonRow(string Phase, string Cell, IReadOnlyList<CellFigures> Repetitions)
{
    public bool IsTrustworthy => Repetitions.All(r => r.IsTrustworthy);

    public Spread? Of(Func<CellFigures, double?> figure) => Spread.Of(Repetitions.Select(figure));
}
