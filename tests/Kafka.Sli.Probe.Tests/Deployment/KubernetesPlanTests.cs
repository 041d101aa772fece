using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using Kafka.Sli.Probe.Tests.Slo;

namespace Kafka.Sli.Probe.Tests.Deployment;

/// <summary>The plan that the instances on Kubernetes are given.</summary>
public partial class KubernetesPlanTests
{
    [Fact]
    public void It_differs_from_the_plan_of_the_rules_in_how_the_cluster_is_reached_and_in_nothing_else()
    {
        var (here, there) = (YamlReading.Documents(Manifests.PlanText)[0], YamlReading.Documents(File.ReadAllText(Repository.File("deploy", "probe.yaml")))[0]);

        Assert.Equal(there.Keys(), here.Keys());
        Assert.Equal(there.At("clusters")!.Keys(), here.At("clusters")!.Keys());
        Assert.All(there.Keys().Where(k => k != "clusters"), k => Assert.Equal(there.At(k), here.At(k)));
    }

    [Fact]
    public async Task The_probe_finds_nothing_wrong_with_it_once_the_credentials_are_there()
    {
        var folder = Directory.CreateTempSubdirectory("kafka-sli-deployment-");
        try
        {
            var plan = Path.Combine(folder.CreateSubdirectory("plan").FullName, "probe.yaml");
            var credentials = folder.CreateSubdirectory("credentials").FullName;
            await File.WriteAllTextAsync(plan, Manifests.PlanText, TestContext.Current.CancellationToken);
            await File.WriteAllTextAsync(Path.Combine(credentials, "username"), "probe", TestContext.Current.CancellationToken);
            await File.WriteAllTextAsync(Path.Combine(credentials, "password"), "secret", TestContext.Current.CancellationToken);
            await File.WriteAllTextAsync(Path.Combine(credentials, "ca.crt"), Certificate(), TestContext.Current.CancellationToken);

            var (exitCode, _, errors) = await ProbeProcess.RunAsync("check", plan);

            Assert.Equal((0, ""), (exitCode, errors));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task The_probe_finds_nothing_wrong_with_that_of_the_compose_file() =>
        Assert.Equal(0, (await ProbeProcess.RunAsync("check", Repository.File("deploy", "probe.yaml"))).ExitCode);

    [Fact]
    public void Its_files_are_those_of_the_secret_that_is_mounted_and_the_docs_say_how_to_make_it()
    {
        var secret = Manifests.Pod.List("volumes").Single(v => v.Text("name") == "credentials").Text("secret", "secretName");
        var mount = Manifests.Container.List("volumeMounts").Single(m => m.Text("name") == "credentials").Text("mountPath");
        var docs = File.ReadAllText(Repository.File("docs", "deployment.md"));
        var files = SecretFile().Matches(Manifests.PlanText).Select(m => m.Groups[1].Value).ToArray();

        Assert.Equal("/etc/kafka-sli/credentials", mount);
        Assert.Equal(["username", "password", "ca.crt"], files);
        Assert.Contains($"create secret generic {secret}", docs, StringComparison.Ordinal);
        Assert.All(files, f => Assert.Matches($"--from-(literal|file)={Regex.Escape(f)}=", docs));
    }

    private static string Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=ca", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return certificate.ExportCertificatePem();
    }

    [GeneratedRegex(@"file:\.\./credentials/(\S+)")]
    private static partial Regex SecretFile();
}
