using Kafka.Sli.Objectives;

namespace Kafka.Sli.Probe.Plan;

/// <summary>A length of time that is more than none.</summary>
internal readonly record struct Span(TimeSpan Time) : IPlanValue<Span>
{
    public static string Expected => "a duration longer than 0, a number and one of us, ms, s, m, h, d, like 10s";

    public static string Pattern => @"^\d+(\.\d+)?(us|ms|s|m|h|d)$";

    public static bool TryParse(string text, out Span value)
    {
        var isDuration = DurationText.TryParse(text, out var time);
        value = new(time);
        return isDuration && time > TimeSpan.Zero;
    }

    public override string ToString() => DurationText.Format(Time);
}
