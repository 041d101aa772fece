using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Kafka.Sli.EndToEnd.Prometheus;

namespace Kafka.Sli.EndToEnd.Dashboards;

/// <summary>Stands in for Grafana's template variables, of a data source that is scraped each second.</summary>
internal sealed partial class Templating
{
    private readonly Dictionary<string, string> _values;

    private Templating(TimeSpan range) => _values = new()
    {
        ["__range"] = $"{range.TotalSeconds:0}s",
        ["__interval"] = "1s",
        ["__rate_interval"] = "4s",
    };

    /// <summary>What was found for each variable that asks the data source.</summary>
    public Dictionary<string, IReadOnlyList<string>> Found { get; } = [];

    /// <summary>Asks for the values in the order of the variables, with all of them, or the first, chosen.</summary>
    /// <param name="dashboard">Whose variables they are.</param>
    /// <param name="prometheus">The data source.</param>
    /// <param name="range">The time that is looked at, up to now.</param>
    /// <param name="job">The only one that is chosen; all when it is not given.</param>
    public static async Task<Templating> ChooseAsync(DashboardFile dashboard, PrometheusApi prometheus, TimeSpan range, string? job = null)
    {
        var chosen = new Templating(range);
        foreach (var variable in dashboard.Variables)
        {
            await chosen.ChooseAsync(variable, prometheus);
            if (job is not null && (string)variable["name"]! == "job")
            {
                chosen._values["job"] = job;
            }
        }

        return chosen;
    }

    public string Replace(string expression) =>
        Variable().Replace(expression, v => _values.TryGetValue(v.Groups["name"].Value, out var value) ? value : throw new InvalidOperationException($"{v.Value} is no variable of the dashboard"));

    private async Task ChooseAsync(JsonObject variable, PrometheusApi prometheus)
    {
        var name = (string)variable["name"]!;
        switch ((string)variable["type"]!)
        {
            case "query":
                var query = LabelValues().Match((string)variable["query"]!["query"]!);
                Found[name] = await prometheus.LabelValuesAsync(query.Groups["label"].Value, Replace(query.Groups["series"].Value));
                _values[name] = Chosen(variable, Found[name]);
                break;
            case "custom":
                _values[name] = (string)variable["current"]!["value"]!;
                break;
        }
    }

    private static string Chosen(JsonObject variable, IReadOnlyList<string> found) =>
        (bool?)variable["multi"] != true ? found.Count > 0 ? found[0] : ""
            : (string?)variable["allValue"] ?? $"({string.Join('|', found.Select(Escaped))})";

    /// <summary>As the data source does it where several values may be chosen: for a regular expression within a text.</summary>
    private static string Escaped(string value) => Special().Replace(value, @"\\$0");

    [GeneratedRegex(@"\$(?<name>\w+)")]
    private static partial Regex Variable();

    [GeneratedRegex(@"^label_values\((?<series>.+), (?<label>\w+)\)$")]
    private static partial Regex LabelValues();

    [GeneratedRegex(@"[$^*{}\[\]'+?.()|\\]")]
    private static partial Regex Special();
}
