using System.Globalization;
using System.Text.Json;

namespace Kafka.Sli.EndToEnd.Prometheus;

/// <summary>What Prometheus is asked.</summary>
internal sealed class PrometheusApi(HttpClient http)
{
    /// <summary>What an expression is now.</summary>
    /// <exception cref="PrometheusException">It is no PromQL, or cannot be evaluated.</exception>
    public async Task<IReadOnlyList<Series>> QueryAsync(string expression) => Series.Read(await GetAsync("query", ("query", expression)));

    /// <summary>What an expression was in the last time.</summary>
    /// <exception cref="PrometheusException">It is no PromQL, or cannot be evaluated.</exception>
    public async Task<IReadOnlyList<Series>> QueryRangeAsync(string expression, TimeSpan range, TimeSpan step)
    {
        var end = DateTimeOffset.UtcNow;
        return Series.Read(await GetAsync("query_range", ("query", expression), ("start", Seconds(end - range)), ("end", Seconds(end)), ("step", step.TotalSeconds.ToString(CultureInfo.InvariantCulture))));
    }

    /// <summary>The values that a label has in some series.</summary>
    public async Task<IReadOnlyList<string>> LabelValuesAsync(string label, string series) =>
        [.. (await GetAsync($"label/{label}/values", ("match[]", series))).EnumerateArray().Select(v => v.GetString()!)];

    /// <summary>The traces that exemplars of an expression's series point at.</summary>
    public async Task<IReadOnlyList<string>> ExemplarTracesAsync(string expression, TimeSpan range)
    {
        var end = DateTimeOffset.UtcNow;
        var found = await GetAsync("query_exemplars", ("query", expression), ("start", Seconds(end - range)), ("end", Seconds(end)));
        return [.. found.EnumerateArray().SelectMany(s => s.GetProperty("exemplars").EnumerateArray()).Select(e => e.GetProperty("labels").GetProperty("trace_id").GetString()!)];
    }

    /// <summary>Alerts that are pending or fire, as the API tells them.</summary>
    public async Task<IReadOnlyList<Alert>> AlertsAsync() =>
        [.. (await GetAsync("alerts")).GetProperty("alerts").EnumerateArray().Select(Alert.Read)];

    private static string Seconds(DateTimeOffset at) => (at.ToUnixTimeMilliseconds() / 1000.0).ToString(CultureInfo.InvariantCulture);

    private async Task<JsonElement> GetAsync(string path, params (string Key, string Value)[] parameters)
    {
        using var form = new FormUrlEncodedContent(parameters.Select(p => KeyValuePair.Create(p.Key, p.Value)));
        using var answer = await http.GetAsync(new Uri($"/api/v1/{path}?{await form.ReadAsStringAsync()}", UriKind.Relative));
        using var document = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return document.RootElement.GetProperty("status").GetString() == "success"
            ? document.RootElement.GetProperty("data").Clone()
            : throw new PrometheusException(document.RootElement.GetProperty("error").GetString()!);
    }
}
