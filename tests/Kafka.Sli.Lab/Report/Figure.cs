using System.Globalization;

namespace Kafka.Sli.Lab.Report;

/// <summary>Numbers as a reader wants them.</summary>
internal static class Figure
{
    public static string Milliseconds(double seconds) => (Math.Round(seconds * 1000, 2) + 0.0).ToString(Math.Abs(seconds) < 0.1 ? "0.00" : "0.0", CultureInfo.InvariantCulture);

    public static string Seconds(double seconds) => seconds.ToString("0.00", CultureInfo.InvariantCulture);

    public static string Percent(double share) => (share * 100).ToString("0.0", CultureInfo.InvariantCulture) + " %";

    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
