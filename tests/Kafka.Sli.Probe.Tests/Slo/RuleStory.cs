using System.Globalization;
using System.Text;
using Kafka.Sli.Probe.Slo;

namespace Kafka.Sli.Probe.Tests.Slo;

/// <summary>Series, and what the rules make of them, told by promtool: a sample each 15 s, an evaluation each 30 s.</summary>
internal sealed class RuleStory
{
    private const int SecondsOfSample = 15;

    private readonly SloExport _export;
    private readonly StringBuilder _series = new();
    private readonly StringBuilder _expected = new();

    private RuleStory(SloExport export) => _export = export;

    public static RuleStory Of(SloExport export)
    {
        Promtool.Require();
        return new(export);
    }

    /// <param name="samples">How many there are of one growth, by turns.</param>
    public static string Counter(params (int Growth, TimeSpan For)[] samples)
    {
        var (text, value) = ("0", 0L);
        foreach (var (growth, time) in samples)
        {
            var count = (int)(time.TotalSeconds / SecondsOfSample);
            text += string.Create(CultureInfo.InvariantCulture, $" {value + growth}+{growth}x{count - 1}");
            value += (long)growth * count;
        }

        return text;
    }

    /// <summary>No sample for as long.</summary>
    public static string Nothing(TimeSpan time) => $" _x{time.TotalSeconds / SecondsOfSample}";

    public RuleStory Events(string objective, string verdict, string values, string instance = "a", string cell = ExportedPlan.Cell) =>
        Series($"kafka_sli_events_total{{kafka_sli_client=\"{cell}\", kafka_sli_objective=\"{objective}\", kafka_sli_verdict=\"{verdict}\", instance=\"{instance}\"}}", values);

    public RuleStory Series(string series, string values)
    {
        _series.Append(CultureInfo.InvariantCulture, $"      - {{ series: '{series}', values: '{values}' }}\n");
        return this;
    }

    public RuleStory Fires(string alert, params TimeSpan[] times) => Firing(alert, 1, times);

    public RuleStory IsQuiet(string alert, params TimeSpan[] times) => Firing(alert, 0, times);

    /// <param name="at">When.</param>
    /// <param name="expr">Is a number of no labels.</param>
    /// <param name="value"><see langword="null"/> for no sample.</param>
    public RuleStory Is(TimeSpan at, string expr, double? value)
    {
        _expected.Append(CultureInfo.InvariantCulture, $"      - {{ expr: '{expr}', eval_time: {at.TotalSeconds}s, exp_samples: [{(value is null ? "" : string.Create(CultureInfo.InvariantCulture, $"{{ value: {value} }}"))}] }}\n");
        return this;
    }

    public async Task HoldsAsync()
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            var rules = Path.Combine(folder.FullName, "rules.yaml");
            var story = Path.Combine(folder.FullName, "story.yaml");
            await File.WriteAllTextAsync(rules, PrometheusRules.Text(_export));
            await File.WriteAllTextAsync(story, $"rule_files: [rules.yaml]\nevaluation_interval: 30s\ntests:\n  - interval: {SecondsOfSample}s\n    input_series:\n{_series}    promql_expr_test:\n{_expected}");
            await Promtool.IsContentAsync("test", "rules", story);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private RuleStory Firing(string alert, int count, TimeSpan[] times)
    {
        foreach (var time in times)
        {
            Is(time, $"count(ALERTS{{alertname=\"{alert}\", alertstate=\"firing\"}}) or vector(0)", count);
        }

        return this;
    }
}
