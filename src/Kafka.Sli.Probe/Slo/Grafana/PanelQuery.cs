using System.Text.Json.Nodes;

namespace Kafka.Sli.Probe.Slo.Grafana;

/// <summary>One query of a panel.</summary>
/// <param name="Expression">In PromQL.</param>
/// <param name="Legend">What its series are called.</param>
internal sealed record PanelQuery(string Expression, string Legend = "")
{
    /// <summary>Whether it is asked for the end of the range alone.</summary>
    public bool IsInstant { get; init; }

    /// <summary>Whether the traces of some of the latencies are shown with it.</summary>
    public bool HasExemplars { get; init; }

    public static JsonObject DataSource() => new() { ["type"] = "prometheus", ["uid"] = "${datasource}" };

    public JsonObject ToJson(int number, string format) => new()
    {
        ["refId"] = ((char)('A' + number)).ToString(),
        ["datasource"] = DataSource(),
        ["editorMode"] = "code",
        ["expr"] = Expression,
        ["legendFormat"] = Legend,
        ["format"] = format,
        ["instant"] = IsInstant,
        ["range"] = !IsInstant,
        ["exemplar"] = HasExemplars,
    };
}
