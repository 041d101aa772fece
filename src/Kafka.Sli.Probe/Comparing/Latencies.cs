namespace Kafka.Sli.Probe.Comparing;

/// <summary>The latencies of one cell in one phase: from when a message was due, whether it ended well or not.</summary>
internal sealed record Latencies(int Count, int Unfinished, Quantile P50, Quantile P99, Quantile P999, Quantile Max)
{
    /// <param name="ended">In any order, in seconds.</param>
    /// <param name="unfinished">How many had not ended when nobody waited any more.</param>
    /// <param name="waited">For how long those were waited for, at least.</param>
    public static Latencies Of(IEnumerable<double> ended, int unfinished, double waited)
    {
        double[] ordered = [.. ended.Order()];
        return new(ordered.Length + unfinished, unfinished, At(0.5), At(0.99), At(0.999), At(1));

        Quantile At(double part) => Quantile.Of(ordered, unfinished, waited, part);
    }
}
