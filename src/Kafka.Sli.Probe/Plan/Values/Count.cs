using System.Globalization;

namespace Kafka.Sli.Probe.Plan;

/// <summary>How many of something.</summary>
internal readonly record struct Count(int Number) : IPlanValue<Count>
{
    private const int Most = 1_000_000;

    public static string Expected => "a whole number from 1 to 1000000";

    public static string Pattern => @"^[1-9]\d{0,6}$";

    public static bool TryParse(string text, out Count value)
    {
        var isNumber = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        value = new(number);
        return isNumber && number is >= 1 and <= Most;
    }
}
