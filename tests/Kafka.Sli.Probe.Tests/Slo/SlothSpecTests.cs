using Kafka.Sli.Probe.Slo;

namespace Kafka.Sli.Probe.Tests.Slo;

/// <summary>What Sloth's own validation asks of a specification (prometheus/v1).</summary>
public class SlothSpecTests
{
    private const string Name = "^[A-Za-z0-9][-A-Za-z0-9_.]*[A-Za-z0-9]$";

    [Fact]
    public async Task Sloth_takes_each_document()
    {
        var text = SlothSpec.Text(ExportedPlan.OfOddNames());
        var documents = YamlReading.Documents(text);
        var expressions = new List<string>();
        Assert.All(documents, document =>
        {
            Assert.Equal(["version", "service", "labels", "slos"], document.Keys());
            Assert.Equal("prometheus/v1", document.Text("version"));
            Assert.Matches(Name, document.Text("service"));
            Assert.NotEmpty(document.List("slos"));
            foreach (var slo in document.List("slos"))
            {
                Assert.Matches(Name, slo.Text("name"));
                Assert.InRange(slo.Number("objective"), 0.0001, 100);
                var (error, total) = (slo.Text("sli", "events", "error_query"), slo.Text("sli", "events", "total_query"));
                Assert.Contains("{{.window}}", error, StringComparison.Ordinal);
                Assert.Contains("{{.window}}", total, StringComparison.Ordinal);
                expressions.Add($"({error})\n/\n({total})".Replace("{{.window}}", "5m", StringComparison.Ordinal));
                Assert.NotEmpty(slo.Text("alerting", "name"));
            }
        });
        Assert.Distinct(documents.SelectMany(d => d.List("slos").Select(s => $"{d.Text("service")}-{s.Text("name")}")));
        Assert.Distinct(documents.Select(d => d.Text("service")));
        Assert.All(expressions, e => Assert.DoesNotContain("{{", e, StringComparison.Ordinal));
        await PromExpressions.AreRightAsync(expressions);
    }

    [Fact]
    public void An_SLO_has_the_same_id_that_the_rules_of_our_own_have()
    {
        var export = ExportedPlan.Of("produce: 99.9% < 500ms", "delivery: 99% < 1s");
        var ids = YamlReading.Documents(SlothSpec.Text(export)).SelectMany(d => d.List("slos").Select(s => $"{d.Text("service")}-{s.Text("name")}"));

        Assert.Equal(export.Slos.Select(s => s.Id), ids);
    }

    [Fact]
    public void Each_alert_links_to_its_section_and_one_that_can_never_fire_is_switched_off()
    {
        var alerting = YamlReading.Documents(SlothSpec.Text(ExportedPlan.Of("produce: 50% < 500ms")))[0].List("slos")[0].At("alerting")!;

        Assert.Equal("true", alerting.Text("page_alert", "disable"));
        Assert.Equal("ticket", alerting.Text("ticket_alert", "labels", "severity"));
        Assert.Equal("docs/runbook.md#kafkaslierrorbudgetslowburn", alerting.Text("ticket_alert", "annotations", "runbook_url"));
    }

    [Fact]
    public void That_Sloth_has_one_window_for_all_is_told_where_there_are_several()
    {
        Assert.Contains("--default-slo-period 1w\n# The windows promised are 1w, 30d.", SlothSpec.Text(ExportedPlan.Of("produce: 99% < 1s over 7d", "delivery: 99% < 1s")), StringComparison.Ordinal);
        Assert.DoesNotContain("The windows promised", SlothSpec.Text(ExportedPlan.Of("produce: 99% < 1s")), StringComparison.Ordinal);
    }
}
