using Kafka.Sli.Lab.Observing;
using Kafka.Sli.Lab.Report;

namespace Kafka.Sli.Lab.Accuracy;

/// <summary>Two accounts of the same waits.</summary>
internal static class Agreement
{
    private const double Absolute = 0.001;
    private const double Relative = 0.01;

    /// <summary>
    /// Median, 99th percentile and maximum agree within 1 ms or 1%, and within what the machine itself delayed at that percentile in the same seconds.
    /// </summary>
    /// <param name="indicator">What is measured.</param>
    /// <param name="way">How it is called.</param>
    /// <param name="seen">By the stopwatch, in seconds.</param>
    /// <param name="recorded">By Kafka.Sli, in seconds.</param>
    /// <param name="delay">Of the machine, by percentile.</param>
    public static void IsWithinTolerance(string indicator, string way, IReadOnlyCollection<double> seen, IReadOnlyCollection<double> recorded, Func<double, double> delay)
    {
        LabReport.Accuracy.Add([indicator, way, Figure.Count(seen.Count), .. new double[] { 50, 99, 100 }.SelectMany(p => new[] { Figure.Milliseconds(Percentile.Of(seen, p)), Figure.Milliseconds(Percentile.Of(recorded, p)) })]);
        Assert.Equal(seen.Count, recorded.Count);
        Assert.All([50d, 99d, 100d], percent =>
        {
            var truth = Percentile.Of(seen, percent);
            Assert.InRange(Percentile.Of(recorded, percent), truth - Math.Max(Absolute, truth * Relative) - delay(percent), truth + Math.Max(Absolute, truth * Relative));
        });
    }
}
