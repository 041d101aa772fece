using System.Text.Json;

namespace Kafka.Sli.EndToEnd.Prometheus;

/// <summary>One alert of Prometheus that is pending or fires.</summary>
internal sealed record Alert(string Name, string State, IReadOnlyDictionary<string, string> Labels)
{
    public static Alert Read(JsonElement alert)
    {
        var labels = alert.GetProperty("labels").EnumerateObject().ToDictionary(l => l.Name, l => l.Value.GetString()!);
        return new(labels["alertname"], alert.GetProperty("state").GetString()!, labels);
    }
}
