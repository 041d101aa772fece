using System.Globalization;

namespace Kafka.Sli.Objectives;

/// <summary>Durations as Kafka.Sli reads and writes them everywhere: a number and one of <c>us</c>, <c>ms</c>, <c>s</c>, <c>m</c>, <c>h</c>, <c>d</c>.</summary>
public static class DurationText
{
    private static readonly (string Unit, long Ticks)[] Units =
    [
        ("d", TimeSpan.TicksPerDay),
        ("h", TimeSpan.TicksPerHour),
        ("m", TimeSpan.TicksPerMinute),
        ("s", TimeSpan.TicksPerSecond),
        ("ms", TimeSpan.TicksPerMillisecond),
        ("us", TimeSpan.TicksPerMicrosecond),
    ];

    /// <summary>Reads a duration such as <c>40ms</c>, <c>1.5s</c> or <c>30d</c>.</summary>
    /// <param name="text">The text; <see langword="null"/> is no duration.</param>
    /// <param name="duration">What was read; never negative.</param>
    /// <returns><see langword="false"/> when the text is no duration or is longer than a <see cref="TimeSpan"/> holds.</returns>
    public static bool TryParse(string? text, out TimeSpan duration)
    {
        duration = default;
        var number = (text ?? "").TrimEnd('d', 'h', 'm', 's', 'u');
        var unit = Array.Find(Units, u => u.Unit == text?[number.Length..]);
        if (unit.Unit is null
            || !decimal.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
            || value > TimeSpan.MaxValue.Ticks / unit.Ticks)
        {
            return false;
        }

        duration = TimeSpan.FromTicks((long)(value * unit.Ticks));
        return true;
    }

    /// <summary>Writes a duration in the largest unit that leaves a whole number: <c>90s</c>, not <c>1.5m</c>.</summary>
    /// <param name="duration">The duration; what is finer than a microsecond is cut off.</param>
    public static string Format(TimeSpan duration)
    {
        var (unit, ticks) = duration == TimeSpan.Zero
            ? Units[3]
            : Array.Find(Units, u => duration.Ticks % u.Ticks == 0) is { Unit: not null } exact ? exact : Units[^1];
        return string.Create(CultureInfo.InvariantCulture, $"{duration.Ticks / ticks}{unit}");
    }
}
