using Kafka.Sli.Probe.Tests.Slo;
using YamlDotNet.RepresentationModel;

namespace Kafka.Sli.Probe.Tests.Deployment;

/// <summary>The Kubernetes manifests: what a cluster would refuse, and what would not find each other.</summary>
public class ManifestTests
{
    private static readonly string[] ProbeKinds = ["startupProbe", "readinessProbe", "livenessProbe"];

    private static YamlNode PodLabels => Manifests.Of("StatefulSet").At("spec", "template", "metadata", "labels")!;

    private static YamlNode Port => Assert.Single(Manifests.Container.List("ports"));

    [Fact]
    public void Every_file_of_the_folder_is_used() => Assert.Equal(
        Directory.GetFiles(Manifests.Path("")).Select(f => Path.GetFileName(f)).Order(),
        Manifests.Kustomization.List("resources").Concat(Manifests.Kustomization.List("configMapGenerator").SelectMany(g => g.List("files"))).Select(f => ((YamlScalarNode)f).Value!).Append("kustomization.yaml").Order());

    [Fact]
    public void Kinds_keys_and_values_are_those_of_the_schemas() =>
        Assert.Empty(Manifests.All.Append(Manifests.Kustomization).SelectMany(KubernetesKeys.Faults));

    [Fact]
    public void No_manifest_says_in_which_namespace() => Assert.All(Manifests.All, m => Assert.Null(m.At("metadata", "namespace")));

    [Fact]
    public void Every_selector_finds_the_pods() => Assert.All(
        [
            Manifests.Of("StatefulSet").At("spec", "selector", "matchLabels"),
            Manifests.Pod.List("topologySpreadConstraints")[0].At("labelSelector", "matchLabels"),
            Manifests.Pod.List("affinity", "podAntiAffinity", "requiredDuringSchedulingIgnoredDuringExecution")[0].At("labelSelector", "matchLabels"),
            Manifests.Of("PodDisruptionBudget").At("spec", "selector", "matchLabels"),
            Manifests.Of("NetworkPolicy").At("spec", "podSelector", "matchLabels"),
            Manifests.Of("PodMonitor").At("spec", "selector", "matchLabels"),
            Manifests.Of("Service").At("spec", "selector"),
        ],
        selector => Assert.Equal(PodLabels, selector));

    [Fact]
    public void Whoever_asks_for_the_port_names_that_of_the_pod()
    {
        var name = Port.Text("name");

        Assert.Equal(9464, Port.Number("containerPort"));
        Assert.All(ProbeKinds, p => Assert.Equal(name, Manifests.Container.Text(p, "httpGet", "port")));
        Assert.Equal(name, Manifests.Of("PodMonitor").List("spec", "podMetricsEndpoints")[0].Text("port"));
        Assert.Equal(name, Manifests.Of("Service").List("spec", "ports")[0].Text("targetPort"));
        Assert.Equal(9464, Manifests.Of("NetworkPolicy").List("spec", "ingress")[0].List("ports")[0].Number("port"));
        Assert.EndsWith(":9464", Arguments()[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void The_service_that_names_the_instances_is_there_and_each_is_called_as_its_pod()
    {
        Assert.Equal(Manifests.Of("Service").Text("metadata", "name"), Manifests.Of("StatefulSet").Text("spec", "serviceName"));
        Assert.Equal("None", Manifests.Of("Service").Text("spec", "clusterIP"));
        Assert.Equal("$(POD_NAME)", Arguments()[Array.IndexOf(Arguments(), "--instance") + 1]);
        Assert.Equal("metadata.name", Assert.Single(Manifests.Container.List("env"), v => v.Text("name") == "POD_NAME").Text("valueFrom", "fieldRef", "fieldPath"));
    }

    [Fact]
    public void Volumes_are_mounted_as_folders_and_the_plan_is_in_one()
    {
        var mounts = Manifests.Container.List("volumeMounts");
        var generator = Assert.Single(Manifests.Kustomization.List("configMapGenerator"));
        var plan = Assert.Single(mounts, m => m.Text("name") == "plan");

        Assert.Equal(Manifests.Pod.List("volumes").Select(v => v.Text("name")).Order(), mounts.Select(m => m.Text("name")).Order());
        Assert.Equal(generator.Text("name"), Manifests.Pod.List("volumes").Single(v => v.Text("name") == "plan").Text("configMap", "name"));
        Assert.Equal($"{plan.Text("mountPath")}/{((YamlScalarNode)generator.List("files")[0]).Value}", Arguments()[1]);
        Assert.Equal("true", Manifests.Kustomization.Text("generatorOptions", "disableNameSuffixHash"));
    }

    [Fact]
    public void It_is_given_no_more_rights_than_it_needs()
    {
        Assert.Equal(("true", "RuntimeDefault", "false"), (Manifests.Pod.Text("securityContext", "runAsNonRoot"), Manifests.Pod.Text("securityContext", "seccompProfile", "type"), Manifests.Pod.Text("automountServiceAccountToken")));
        Assert.Equal(("true", "false"), (Manifests.Container.Text("securityContext", "readOnlyRootFilesystem"), Manifests.Container.Text("securityContext", "allowPrivilegeEscalation")));
        Assert.Equal("ALL", ((YamlScalarNode)Assert.Single(Manifests.Container.List("securityContext", "capabilities", "drop"))).Value);
        Assert.Equal(1654, Manifests.Pod.Number("securityContext", "runAsUser"));
    }

    [Fact]
    public void Three_instances_go_one_at_a_time()
    {
        Assert.Equal(3, Manifests.Of("StatefulSet").Number("spec", "replicas"));
        Assert.Equal(1, Manifests.Of("PodDisruptionBudget").Number("spec", "maxUnavailable"));
        Assert.Equal("/readyz", Manifests.Container.Text("readinessProbe", "httpGet", "path"));
        Assert.Equal("/healthz", Manifests.Container.Text("livenessProbe", "httpGet", "path"));
    }

    [Fact]
    public void The_grace_period_is_longer_than_every_step_of_the_end()
    {
        var grace = Manifests.Pod.Number("terminationGracePeriodSeconds");

        Assert.True(grace > GracePeriod.OfDocs, $"{grace} s, and docs/probe.md has steps of {GracePeriod.OfDocs} s");
        Assert.True(grace > GracePeriod.OfCode, $"{grace} s, and the steps of the code take {GracePeriod.OfCode} s where none of them comes back");
    }

    [Fact]
    public void It_is_scraped_within_the_wait_for_the_last_scrape_and_twice_before_the_next_one_is_restarted()
    {
        var interval = Manifests.Seconds(Manifests.Of("PodMonitor").List("spec", "podMetricsEndpoints")[0].Text("interval"));

        Assert.InRange(interval, 1, GracePeriod.LastScrape - 1);
        Assert.True(Manifests.Of("StatefulSet").Number("spec", "minReadySeconds") >= 2 * interval);
    }

    private static string[] Arguments() => [.. Manifests.Container.List("args").Select(a => ((YamlScalarNode)a).Value!)];
}
