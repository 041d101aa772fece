using Kafka.Sli.Probe.Tests.Slo;
using YamlDotNet.RepresentationModel;

namespace Kafka.Sli.Probe.Tests.Deployment;

/// <summary>The compose file: what would not be found, and what would not hold.</summary>
public class ComposeTests
{
    private static readonly string Folder = Repository.File("deploy", "compose");

    private static readonly YamlNode File = YamlReading.Documents(System.IO.File.ReadAllText(Path.Combine(Folder, "compose.yaml")))[0];

    private static IReadOnlyList<(string Name, YamlNode Service)> Services => [.. File.At("services")!.Keys().Select(name => (name, File.At("services", name)!))];

    [Fact]
    public void It_has_three_brokers_the_probe_prometheus_and_grafana() => Assert.Equal(["kafka-1", "kafka-2", "kafka-3", "probe", "prometheus", "grafana"], Services.Select(s => s.Name));

    [Fact]
    public void Whom_a_service_waits_for_is_there_and_tells_its_health() => Assert.All(
        Services.SelectMany(s => s.Service.At("depends_on")?.Keys() ?? []),
        name => Assert.NotNull(Of(name, "healthcheck")));

    [Fact]
    public void What_is_mounted_is_there_by_a_relative_path_that_nothing_writes_to()
    {
        var mounts = Services.SelectMany(s => s.Service.List("volumes")).Select(v => ((YamlScalarNode)v).Value!.Split(':')).ToArray();

        Assert.All(mounts.Where(m => m[0].StartsWith('.')), m => Assert.True(Path.Exists(Path.Combine(Folder, m[0])) && m[2] == "ro", m[0]));
        Assert.Equal(File.At("volumes")!.Keys(), mounts.Where(m => !m[0].StartsWith('.')).Select(m => m[0]));
    }

    [Fact]
    public void Every_image_has_its_version_every_service_its_memory_and_every_port_is_this_machines_alone() => Assert.All(Services, s =>
    {
        Assert.Matches(@"^[a-z/-]+:v?\d+\.\d+\.\d+$", Of(s.Name, "image")!.ToString());
        Assert.NotNull(Of(s.Name, "mem_limit"));
        Assert.NotNull(Of(s.Name, "healthcheck"));
        Assert.All(s.Service.List("ports"), p => Assert.StartsWith("127.0.0.1:", ((YamlScalarNode)p).Value, StringComparison.Ordinal));
    });

    [Fact]
    public void Its_brokers_are_of_the_version_that_the_lab_tests_with() => Assert.Contains(
        $"KAFKA_VERSION: {Of("kafka-1", "image")!.ToString().Split(':')[1]}\n",
        System.IO.File.ReadAllText(Repository.File(".github", "workflows", "lab.yml")),
        StringComparison.Ordinal);

    [Fact]
    public void The_probe_is_given_all_brokers_and_the_time_to_end()
    {
        var probe = File.At("services", "probe")!;

        Assert.Equal("kafka-1:9092,kafka-2:9092,kafka-3:9092", probe.Text("environment", "KAFKA_BOOTSTRAP"));
        Assert.Equal(["kafka-1", "kafka-2", "kafka-3"], probe.At("depends_on")!.Keys());
        Assert.True(Manifests.Seconds(probe.Text("stop_grace_period")) > Math.Max(GracePeriod.OfDocs, GracePeriod.OfCode));
    }

    [Fact]
    public void Prometheus_scrapes_the_probe_and_grafana_asks_prometheus()
    {
        var prometheus = YamlReading.Documents(System.IO.File.ReadAllText(Path.Combine(Folder, "prometheus", "prometheus.yml")))[0];
        var source = YamlReading.Documents(System.IO.File.ReadAllText(Path.Combine(Folder, "grafana", "datasources", "prometheus.yaml")))[0].List("datasources")[0];

        Assert.Equal("probe:9464", ((YamlScalarNode)prometheus.List("scrape_configs")[0].List("static_configs")[0].List("targets")[0]).Value);
        Assert.Equal("http://prometheus:9090", source.Text("url"));
        Assert.Equal(prometheus.Text("global", "scrape_interval"), source.Text("jsonData", "timeInterval"));
    }

    [Fact]
    public void Grafana_finds_the_dashboards_where_they_are_mounted()
    {
        var path = YamlReading.Documents(System.IO.File.ReadAllText(Path.Combine(Folder, "grafana", "dashboards", "kafka-sli.yaml")))[0].List("providers")[0].Text("options", "path");
        var grafana = File.At("services", "grafana")!;

        Assert.Contains($"./grafana/json:{path}:ro", grafana.List("volumes").Select(v => ((YamlScalarNode)v).Value));
        Assert.True(System.IO.File.Exists(Path.Combine(Folder, "grafana", "json", Path.GetFileName(grafana.Text("environment", "GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH")))));
    }

    /// <summary>Of the service itself, or of what it merges.</summary>
    private static YamlNode? Of(string service, string key) => File.At("services", service, key) ?? File.At("services", service, "<<", key);
}
