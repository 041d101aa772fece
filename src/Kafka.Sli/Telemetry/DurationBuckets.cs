using Kafka.Sli.Objectives;

namespace Kafka.Sli.Telemetry;

/// <summary>
/// The histogram boundaries, in seconds. OpenTelemetry's advice ends at 10 s, where librdkafka still has
/// 290 s to deliver (<c>message.timeout.ms</c>); and a threshold that is no boundary cannot be read from buckets.
/// </summary>
internal static class DurationBuckets
{
    private static readonly double[] Usual =
    [
        0.001, 0.0025, 0.005, 0.0075, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75,
        1, 2.5, 5, 7.5, 10, 15, 30, 60, 120, 300,
    ];

    public static double[] With(IEnumerable<Objective> objectives) =>
        [.. Usual.Concat(objectives.Select(o => o.Threshold.TotalSeconds)).Distinct().Order()];
}
