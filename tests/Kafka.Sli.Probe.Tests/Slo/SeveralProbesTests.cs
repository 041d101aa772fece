using Kafka.Sli.Probe.Slo;

namespace Kafka.Sli.Probe.Tests.Slo;

/// <summary>One Prometheus, and several probes of one plan, each with rules of its own.</summary>
public class SeveralProbesTests
{
    private const string Plan = "clusters: { main: { bootstrap.servers: embedded } }\nobjectives: ['produce: 99.9% < 500ms', 'delivery: 99% < 1s']";

    [Theory]
    [InlineData("job=\"probe-eu\"", "job=\"probe-us\"")]
    [InlineData("job=\"probe\", env=\"a\"", "job=\"probe\", env=\"b\"")]
    [InlineData("job=~\"eu.*\"", "job!~\"eu.*\"")]
    [InlineData("job=\"probe\"", "job=\"probe\", env=\"\"")]
    public void What_one_records_and_raises_is_not_what_another_does(string selector, string another)
    {
        var (one, other) = (ExportedPlan.OfText(Plan, selector), ExportedPlan.OfText(Plan, another));

        Assert.NotEmpty(Series(one));
        Assert.Distinct(Series(one).Concat(Series(other)));
        Assert.Distinct(PrometheusRules.Groups(one).Concat(PrometheusRules.Groups(other)).Select(g => g.Name));
    }

    [Fact]
    public void They_are_called_by_what_selects_them()
    {
        Assert.Equal("probe-eu.main.default.default-produce-500ms", ExportedPlan.OfText(Plan, "job=\"probe-eu\"").Slos[0].Id);
        Assert.Equal("main.default.default-produce-500ms", ExportedPlan.OfText(Plan).Slos[0].Id);
    }

    private static IEnumerable<string> Series(SloExport export) =>
        PrometheusRules.Groups(export).SelectMany(g => g.Rules).Select(r => $"{r.Record ?? r.Alert} {string.Join(',', r.Labels.OrderBy(l => l.Key, StringComparer.Ordinal))}");
}
