namespace Kafka.Sli.Probe.Comparing;

/// <summary>One figure over the repetitions of a comparison: its median, and between what it lay.</summary>
/// <param name="Median">The lower one of two.</param>
/// <param name="Least">The smallest.</param>
/// <param name="Most">The largest.</param>
/// <param name="Count">In how many repetitions it was known.</param>
internal sealed record Spread(double Median, double Least, double Most, int Count)
{
    /// <returns><see langword="null"/> where it was known in none.</returns>
    public static Spread? Of(IEnumerable<double?> figures)
    {
        double[] known = [.. figures.OfType<double>().Order()];
        return known.Length == 0 ? null : new(known[(known.Length - 1) / 2], known[0], known[^1], known.Length);
    }
}
