using System.Globalization;

namespace Kafka.Sli.Probe.Plan;

/// <summary>Messages in a time, on a schedule.</summary>
internal readonly record struct Rate(double PerSecond) : IPlanValue<Rate>
{
    private const double Most = 1_000_000;

    /// <summary>One in eleven days: what is less is shown as 0, and its pauses are longer than times and Prometheus' durations can be.</summary>
    private const double Least = 0.000001;

    public static string Expected => "a number of messages a second, a minute or an hour, from 0.000001/s to 1000000/s, like 50/s";

    public static string Pattern => @"^\d+(\.\d+)?/(s|m|h)$";

    public double PerHour => PerSecond * 3600;

    public static bool TryParse(string text, out Rate value)
    {
        value = default;
        var seconds = text.Length > 2 && text[^2] == '/' ? text[^1] switch { 's' => 1, 'm' => 60, 'h' => 3600, _ => 0 } : 0;
        if (seconds == 0 || !double.TryParse(text.AsSpan(0, text.Length - 2), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        value = new(number / seconds);
        return value.PerSecond is >= Least and <= Most;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{PerSecond:0.######}/s");
}
