using System.Diagnostics;
using System.Text.Json.Nodes;
using Kafka.Sli.Probe.Tests.Slo;

namespace Kafka.Sli.Probe.Tests.Deployment;

/// <summary>What the SDK would make of the project as an image.</summary>
public class ContainerImageTests
{
    private static readonly string[] Entrypoint = ["dotnet", "/app/kafka-sli-probe.dll"];

    [Fact]
    public async Task It_is_an_image_whose_user_is_not_root_that_listens_to_a_network_and_is_called_as_the_deployments_call_it()
    {
        var image = await EvaluateAsync();

        // What is built between two releases has the next one's number, and how far it is from there behind it.
        var name = $"{image["Properties"]!["ContainerRepository"]}:{((string)image["Properties"]!["ContainerImageTag"]!).Split('-')[0]}";
        var kustomized = Manifests.Kustomization.List("images")[0];

        Assert.Equal("1654", (string)image["Properties"]!["ContainerUser"]!);
        Assert.StartsWith("mcr.microsoft.com/dotnet/aspnet:10.0", (string)image["Properties"]!["ContainerBaseImage"]!, StringComparison.Ordinal);
        Assert.Equal("Entrypoint", (string)image["Properties"]!["ContainerAppCommandInstruction"]!);
        Assert.Equal(Entrypoint, Items("ContainerAppCommand").Select(i => (string)i["Identity"]!));
        Assert.Equal("9464", (string)Assert.Single(Items("ContainerPort"))["Identity"]!);
        Assert.Equal("0.0.0.0", Value("ContainerEnvironmentVariable", "OTEL_EXPORTER_PROMETHEUS_HOST"));
        Assert.Equal("0", Value("ContainerEnvironmentVariable", "DOTNET_EnableDiagnostics"));
        Assert.Equal("MIT", Value("ContainerLabel", "org.opencontainers.image.licenses"));
        Assert.Equal(name, $"{kustomized.Text("name")}:{kustomized.Text("newTag")}");
        Assert.Contains($"image: {name}\n", await File.ReadAllTextAsync(Repository.File("deploy", "compose", "compose.yaml"), TestContext.Current.CancellationToken), StringComparison.Ordinal);

        IEnumerable<JsonNode> Items(string item) => image["Items"]![item]!.AsArray().Select(i => i!);
        string Value(string item, string key) => (string)Items(item).Single(i => (string)i["Identity"]! == key)["Value"]!;
    }

    private static async Task<JsonNode> EvaluateAsync()
    {
        using var build = Process.Start(new ProcessStartInfo(
            "dotnet",
            [
                "msbuild", Repository.File("src", "Kafka.Sli.Probe", "Kafka.Sli.Probe.csproj"), "-t:ComputeContainerConfig", "-nodeReuse:false",
                "-getProperty:ContainerRepository,ContainerImageTag,ContainerUser,ContainerBaseImage,ContainerAppCommandInstruction",
                "-getItem:ContainerPort,ContainerLabel,ContainerAppCommand,ContainerEnvironmentVariable",
            ])
        { RedirectStandardOutput = true })!;
        var output = await build.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await build.WaitForExitAsync(TestContext.Current.CancellationToken);
        return JsonNode.Parse(output)!;
    }
}
