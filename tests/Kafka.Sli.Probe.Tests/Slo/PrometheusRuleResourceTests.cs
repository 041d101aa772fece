using Kafka.Sli.Probe.Slo;

namespace Kafka.Sli.Probe.Tests.Slo;

/// <summary>What the definition of a PrometheusRule (monitoring.coreos.com/v1) asks.</summary>
public class PrometheusRuleResourceTests
{
    private const string Duration = @"^(0|(([0-9]+)y)?(([0-9]+)w)?(([0-9]+)d)?(([0-9]+)h)?(([0-9]+)m)?(([0-9]+)s)?(([0-9]+)ms)?)$";

    [Fact]
    public void It_has_the_groups_of_the_rule_file()
    {
        var export = ExportedPlan.OfOddNames();
        var resource = Assert.Single(YamlReading.Documents(PrometheusRuleResource.Text(export)));
        var file = Assert.Single(YamlReading.Documents(PrometheusRules.Text(export)));

        Assert.Equal(("monitoring.coreos.com/v1", "PrometheusRule"), (resource.Text("apiVersion"), resource.Text("kind")));
        Assert.Equal(["groups"], resource.At("spec")!.Keys());
        Assert.Equal(file.At("groups"), resource.At("spec", "groups"));
    }

    [Fact]
    public void Names_and_durations_have_the_form_that_is_asked_for()
    {
        var resource = YamlReading.Documents(PrometheusRuleResource.Text(ExportedPlan.OfOddNames()))[0];
        var groups = resource.List("spec", "groups");

        Assert.Matches("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$", resource.Text("metadata", "name"));
        Assert.Distinct(groups.Select(g => g.Text("name")));
        Assert.All(groups, g => Assert.Matches(Duration, g.Text("interval")));
        Assert.All(groups.SelectMany(g => g.List("rules")).Where(r => r.At("for") is not null), r => Assert.Matches(Duration, r.Text("for")));
    }
}
