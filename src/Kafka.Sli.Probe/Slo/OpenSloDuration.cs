using System.Globalization;

namespace Kafka.Sli.Probe.Slo;

/// <summary>OpenSLO's duration shorthand: one number and one unit, none finer than a minute.</summary>
internal static class OpenSloDuration
{
    private static readonly (string Unit, TimeSpan Length)[] Units = [("d", TimeSpan.FromDays(1)), ("h", TimeSpan.FromHours(1)), ("m", TimeSpan.FromMinutes(1))];

    /// <summary>Part of a minute becomes a whole one.</summary>
    public static string Of(TimeSpan duration)
    {
        var (unit, length) = Units.First(u => u.Unit == "m" || duration.Ticks % u.Length.Ticks == 0);
        return string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(duration / length)}{unit}");
    }
}
