using Kafka.Sli.Objectives;

namespace Kafka.Sli.Probe.Plan;

/// <summary>A length of time that may be none.</summary>
internal readonly record struct SpanOrNone(TimeSpan Time) : IPlanValue<SpanOrNone>
{
    public static string Expected => "a duration, a number and one of us, ms, s, m, h, d, like 10s, or 0s for none";

    public static string Pattern => Span.Pattern;

    public static bool TryParse(string text, out SpanOrNone value)
    {
        var isDuration = DurationText.TryParse(text, out var time);
        value = new(time);
        return isDuration;
    }

    public override string ToString() => DurationText.Format(Time);
}
