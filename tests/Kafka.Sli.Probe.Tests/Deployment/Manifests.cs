using Kafka.Sli.Probe.Tests.Slo;
using YamlDotNet.RepresentationModel;

namespace Kafka.Sli.Probe.Tests.Deployment;

/// <summary>What the kustomization of the reference deployment lists.</summary>
internal static class Manifests
{
    private const string Folder = "kubernetes";

    public static YamlNode Kustomization { get; } = Read("kustomization.yaml");

    public static IReadOnlyList<YamlNode> All { get; } = [.. Kustomization.List("resources").Select(r => Read(((YamlScalarNode)r).Value!))];

    public static YamlNode Pod { get; } = Of("StatefulSet").At("spec", "template", "spec")!;

    public static YamlNode Container { get; } = Assert.Single(Pod.List("containers"));

    public static string PlanText { get; } = File.ReadAllText(Path("probe.yaml"));

    public static YamlNode Of(string kind) => All.Single(m => m.Text("kind") == kind);

    public static string Path(string name) => Repository.File("deploy", Folder, name);

    /// <summary>Like 180s or 15s.</summary>
    public static int Seconds(string text) => int.Parse(text.TrimEnd('s'), System.Globalization.CultureInfo.InvariantCulture);

    private static YamlNode Read(string name) => Assert.Single(YamlReading.Documents(File.ReadAllText(Path(name))));
}
