using Kafka.Sli.Probe.Slo;
using YamlDotNet.RepresentationModel;

namespace Kafka.Sli.Probe.Tests.Slo;

/// <summary>What OpenSLO's own validation asks of its objects (openslo/v1).</summary>
public class OpenSloObjectsTests
{
    private const string Duration = "^[0-9]+[mhdwMQY]$";

    private static readonly IReadOnlyList<YamlNode> Objects = [.. YamlReading.Documents(OpenSloObjects.Text(ExportedPlan.OfOddNames()))];

    [Fact]
    public void Each_object_has_a_version_a_kind_and_a_name_that_no_other_of_its_kind_has()
    {
        Assert.All(Objects, o =>
        {
            Assert.Equal(["apiVersion", "kind", "metadata", "spec"], o.Keys());
            Assert.Equal("openslo/v1", o.Text("apiVersion"));
            Assert.Contains(o.Text("kind"), (string[])["DataSource", "Service", "SLO", "AlertPolicy", "AlertCondition", "AlertNotificationTarget"]);
            Assert.Matches("^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$", o.Text("metadata", "name"));
            Assert.True(o.At("metadata", "displayName") is null || o.Text("metadata", "displayName").Length <= 63);
            Assert.True(o.At("spec", "description") is null || o.Text("spec", "description").Length <= 1050);
        });
        Assert.Distinct(Objects.Select(o => $"{o.Text("kind")} {o.Text("metadata", "name")}"));
    }

    [Fact]
    public async Task An_SLO_is_of_a_service_and_counts_what_is_good_of_all_over_one_rolling_window()
    {
        var slos = Of("SLO");
        Assert.All(slos, slo =>
        {
            Assert.Contains(slo.Text("spec", "service"), Names("Service"));
            Assert.Equal("Occurrences", slo.Text("spec", "budgetingMethod"));
            var window = Assert.Single(slo.List("spec", "timeWindow"));
            Assert.Equal(["duration", "isRolling"], window.Keys());
            Assert.Matches(Duration, window.Text("duration"));
            Assert.Equal("true", window.Text("isRolling"));
            var objective = Assert.Single(slo.List("spec", "objectives"));
            Assert.Empty(objective.Keys().Except(["displayName", "target"]));
            Assert.InRange(objective.Number("target"), 0, 0.9999999);
            Assert.All(slo.List("spec", "alertPolicies"), p => Assert.Contains(p.Text("alertPolicyRef"), Names("AlertPolicy")));
            Assert.Equal(["counter", "good", "total"], Ratio(slo).Keys());
            Assert.All((string[])["good", "total"], side => Assert.Contains(Ratio(slo).Text(side, "metricSource", "metricSourceRef"), Names("DataSource")));
        });
        await PromExpressions.AreRightAsync(slos.SelectMany(s => (string[])["good", "total"], (s, side) => Ratio(s).Text(side, "metricSource", "spec", "query")));
    }

    [Fact]
    public void A_policy_has_one_condition_and_tells_somebody()
    {
        Assert.All(Of("AlertPolicy"), policy =>
        {
            Assert.Contains(Assert.Single(policy.List("spec", "conditions")).Text("conditionRef"), Names("AlertCondition"));
            Assert.NotEmpty(policy.List("spec", "notificationTargets"));
            Assert.All(policy.List("spec", "notificationTargets"), t => Assert.Contains(t.Text("targetRef"), Names("AlertNotificationTarget")));
        });
        Assert.All(Of("AlertCondition"), condition =>
        {
            Assert.NotEmpty(condition.Text("spec", "severity"));
            Assert.Equal(("burnrate", "gt"), (condition.Text("spec", "condition", "kind"), condition.Text("spec", "condition", "op")));
            Assert.True(condition.Number("spec", "condition", "threshold") > 0);
            Assert.Matches(Duration, condition.Text("spec", "condition", "lookbackWindow"));
            Assert.Matches(Duration, condition.Text("spec", "condition", "alertAfter"));
        });
        Assert.All(Of("AlertNotificationTarget"), target => Assert.NotEmpty(target.Text("spec", "target")));
        Assert.All(Of("DataSource"), source => Assert.NotEmpty(source.At("spec", "connectionDetails")!.Keys()));
        Assert.Equal(4, Of("AlertPolicy").Count);
    }

    [Fact]
    public void Objectives_over_other_windows_have_alerts_of_their_own()
    {
        var conditions = YamlReading.Documents(OpenSloObjects.Text(ExportedPlan.Of("produce: 99.9% < 1s", "delivery: 99.9% < 1s over 7d"))).Where(o => o.Text("kind") == "AlertCondition");

        Assert.Equal([14.4, 6, 3, 1, 3.36, 1.4, 0.7, 0.2333333333], conditions.Select(c => c.Number("spec", "condition", "threshold")));
    }

    [Theory]
    [InlineData(30 * 24 * 60, "30d")]
    [InlineData(36 * 60, "36h")]
    [InlineData(90, "90m")]
    [InlineData(0.5, "1m")]
    public void A_duration_is_one_number_and_one_unit(double minutes, string text) => Assert.Equal(text, OpenSloDuration.Of(TimeSpan.FromMinutes(minutes)));

    private static YamlNode Ratio(YamlNode slo) => slo.At("spec", "indicator", "spec", "ratioMetric")!;

    private static List<YamlNode> Of(string kind) => [.. Objects.Where(o => o.Text("kind") == kind)];

    private static HashSet<string> Names(string kind) => [.. Of(kind).Select(o => o.Text("metadata", "name"))];
}
