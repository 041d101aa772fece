namespace Kafka.Sli.Lab.Observing;

/// <summary>Percentiles of all values there are: no histogram, no estimate.</summary>
internal static class Percentile
{
    /// <param name="values">At least one.</param>
    /// <param name="percent">100 for the maximum.</param>
    public static double Of(IReadOnlyCollection<double> values, double percent)
    {
        var ordered = values.Order().ToArray();
        return ordered[Math.Clamp((int)Math.Ceiling(ordered.Length * percent / 100) - 1, 0, ordered.Length - 1)];
    }
}
