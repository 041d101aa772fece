using Kafka.Sli.Probe.Commands;
using Kafka.Sli.Probe.Plan;
using Kafka.Sli.Probe.Slo;
using Kafka.Sli.Probe.Slo.Grafana;

namespace Kafka.Sli.Probe.Tests.Deployment;

/// <summary>What the deployment has of the plan is what the command line makes of it.</summary>
public class GeneratedFilesTests
{
    /// <summary>Set it to write the files anew after a change of the plan, or of what is made of one.</summary>
    private const string WriteVariable = "KAFKA_SLI_WRITE_SCHEMAS";

    private static readonly string Plan = Repository.File("deploy", "probe.yaml");

    [Theory]
    [InlineData("kafka-sli-probe slo rules deploy/probe.yaml --format prometheus-operator", "prometheus-operator", "kubernetes", "prometheusrule.yaml")]
    [InlineData("kafka-sli-probe slo rules deploy/probe.yaml", "prometheus", "compose", "prometheus", "kafka-sli.rules.yaml")]
    public void Rules_are_those_of_the_plan(string command, string format, params string[] file) =>
        IsGenerated(Repository.File(["deploy", .. file]), SloFormats.Text(format, SloSource.Plan(Plan, null) with { Command = command }));

    [Fact]
    public void Dashboards_are_those_of_the_plan() => Assert.All(
        Enum.GetValues<DashboardKind>(),
        kind => IsGenerated(Repository.File("deploy", "compose", "grafana", "json", GrafanaDashboards.FileName(kind)), GrafanaDashboards.Text(kind, PlanFile.Load(Plan).Plan!)));

    private static void IsGenerated(string file, string text)
    {
        if (Environment.GetEnvironmentVariable(WriteVariable) is not null)
        {
            File.WriteAllText(file, text);
        }

        Assert.Equal(text, File.ReadAllText(file));
    }
}
