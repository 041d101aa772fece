using Kafka.Sli.Probe.Slo;

namespace Kafka.Sli.Probe.Tests.Slo;

public class SloDocsTests
{
    [Fact]
    public void Every_alert_has_a_section_of_the_runbook_that_its_link_finds_and_a_line_in_the_docs()
    {
        var runbook = File.ReadAllLines(Repository.File("docs", "runbook.md"));
        var docs = File.ReadAllText(Repository.File("docs", "slo.md"));
        var alerts = PrometheusRules.Groups(ExportedPlan.Of("produce: 99.9% < 500ms", "delivery: 99% < 1s")).SelectMany(g => g.Rules).Where(r => r.Alert is not null).ToArray();

        Assert.Equal(alerts.Select(a => $"## {a.Alert}").Distinct().Order(StringComparer.Ordinal), runbook.Where(l => l.StartsWith("## ", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.All(alerts, a => Assert.Equal($"docs/runbook.md#{a.Alert}", a.Annotations!["runbook_url"], ignoreCase: true));
        Assert.All(alerts, a => Assert.Contains($"| `{a.Alert}` | {a.Labels["severity"]}", docs, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_format_is_in_the_docs() =>
        Assert.All(SloFormats.All, format => Assert.Contains($"`{format}`", File.ReadAllText(Repository.File("docs", "slo.md")), StringComparison.Ordinal));
}
