using System.Text;
using System.Text.Json;
using Kafka.Sli.Probe.Plan;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using YamlDotNet.RepresentationModel;

namespace Kafka.Sli.Probe.Tests.Documents;

/// <summary>Plans, configurations and files of other programs that stand in the pages.</summary>
public class DataTests
{
    /// <summary>What is no plan says whose file it is, and has what such a file begins with.</summary>
    private static readonly Dictionary<string, string[]> OfOthers = new()
    {
        ["prometheus"] = ["scrape_configs", "rule_files", "global"],
        ["grafana"] = ["apiVersion", "providers", "datasources"],
        ["kubernetes"] = ["apiVersion", "kind", "metadata", "spec", "data", "stringData", "type", "rules", "roleRef", "subjects"],
        ["compose"] = ["name", "services", "volumes", "networks", "configs", "secrets"],
        ["github actions"] = ["jobs", "on", "name"],
    };

    [Fact]
    public void Every_plan_in_the_pages_is_one_and_every_other_yaml_says_whose_it_is()
    {
        var faults = new List<string>();
        foreach (var fence in Fences("yaml"))
        {
            if (fence.Context is null)
            {
                var (plan, found) = PlanFile.Parse(fence.Text, Path.GetTempPath(), static name => $"${name}", asksClients: false);
                faults.AddRange(plan is null ? [$"{fence.Place}: {string.Join("; ", found.Errors.Select(f => f.Message))}"] : []);
                continue;
            }

            var yaml = new YamlStream();
            yaml.Load(new StringReader(fence.Text));
            var keys = yaml.Documents.SelectMany(d => ((YamlMappingNode)d.RootNode).Children.Keys).Select(k => ((YamlScalarNode)k).Value!);
            faults.AddRange(OfOthers.TryGetValue(fence.Context, out var known) ? keys.Except(known).Select(k => $"{fence.Place}: {k}") : [$"{fence.Place}: {fence.Context}?"]);
        }

        Assert.Empty(faults);
    }

    [Fact]
    public void Every_configuration_in_the_pages_is_taken_by_a_host()
    {
        Assert.All(Fences("json"), fence =>
        {
            using var json = JsonDocument.Parse(fence.Text);
            if (json.RootElement.TryGetProperty("Kafka", out _))
            {
                using var services = new ServiceCollection()
                    .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(fence.Text))).Build())
                    .AddKafkaSli()
                    .BuildServiceProvider();
                Assert.NotNull(services.GetRequiredService<IOptions<KafkaSliOptions>>().Value);
            }
        });
    }

    private static IEnumerable<Fence> Fences(string language) => Document.All.SelectMany(d => d.Fences()).Where(f => f.Language == language);
}
