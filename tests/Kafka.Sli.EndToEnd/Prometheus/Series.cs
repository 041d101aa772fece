using System.Globalization;
using System.Text.Json;

namespace Kafka.Sli.EndToEnd.Prometheus;

/// <summary>One series of an answer: its labels, and its values from the oldest to the newest.</summary>
internal sealed record Series(IReadOnlyDictionary<string, string> Labels, IReadOnlyList<double> Values)
{
    /// <summary>Whether there is anything to draw.</summary>
    public bool HasNumbers => Values.Any(double.IsFinite);

    public static IReadOnlyList<Series> Read(JsonElement data) => data.GetProperty("resultType").GetString() switch
    {
        "vector" => [.. data.GetProperty("result").EnumerateArray().Select(s => new Series(LabelsOf(s), [Number(s.GetProperty("value"))]))],
        "matrix" => [.. data.GetProperty("result").EnumerateArray().Select(s => new Series(LabelsOf(s), [.. s.GetProperty("values").EnumerateArray().Select(Number)]))],
        _ => [new Series(new Dictionary<string, string>(), [Number(data.GetProperty("result"))])],
    };

    private static Dictionary<string, string> LabelsOf(JsonElement series) => series.GetProperty("metric").EnumerateObject().ToDictionary(l => l.Name, l => l.Value.GetString()!);

    private static double Number(JsonElement sample) => sample[1].GetString() switch
    {
        "+Inf" => double.PositiveInfinity,
        "-Inf" => double.NegativeInfinity,
        var text => double.Parse(text!, CultureInfo.InvariantCulture),
    };
}
