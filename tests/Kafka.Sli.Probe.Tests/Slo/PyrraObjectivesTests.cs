using Kafka.Sli.Probe.Slo;

namespace Kafka.Sli.Probe.Tests.Slo;

/// <summary>What Pyrra's own validation asks of a ServiceLevelObjective (pyrra.dev/v1alpha1). It refuses keys that it does not know.</summary>
public class PyrraObjectivesTests
{
    [Fact]
    public async Task Pyrra_takes_each_object()
    {
        var documents = YamlReading.Documents(PyrraObjectives.Text(ExportedPlan.OfOddNames()));

        Assert.All(documents, document =>
        {
            Assert.Equal(["apiVersion", "kind", "metadata", "spec"], document.Keys());
            Assert.Equal(("pyrra.dev/v1alpha1", "ServiceLevelObjective"), (document.Text("apiVersion"), document.Text("kind")));
            Assert.Matches("^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$", document.Text("metadata", "name"));
            Assert.Equal(["description", "target", "window", "indicator", "alerting"], document.At("spec")!.Keys());
            Assert.InRange(document.Number("spec", "target"), 1, 100);
            Assert.Matches(@"^(\d+[ywdhms])+$", document.Text("spec", "window"));
            Assert.NotEqual(document.Text("spec", "indicator", "ratio", "errors", "metric"), document.Text("spec", "indicator", "ratio", "total", "metric"));
            Assert.Equal(["name", "absentName"], document.At("spec", "alerting")!.Keys());
        });
        Assert.Distinct(documents.Select(d => d.Text("metadata", "name")));

        // A selector of one metric, to which Pyrra adds the range itself: whatever else it were, [5m] would not be taken.
        await PromExpressions.AreRightAsync(documents
            .SelectMany(d => (string[])[d.Text("spec", "indicator", "ratio", "errors", "metric"), d.Text("spec", "indicator", "ratio", "total", "metric")])
            .Select(metric => $"rate({metric}[5m])"));
    }
}
