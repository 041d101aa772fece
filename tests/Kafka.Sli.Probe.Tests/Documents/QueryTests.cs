using System.Text.Json;

namespace Kafka.Sli.Probe.Tests.Documents;

public class QueryTests
{
    [Fact]
    public async Task Every_query_in_the_pages_is_one_to_Prometheus()
    {
        Promtool.Require();
        var queries = Document.All
            .SelectMany(page => page.Indented().Concat(page.Fences().Where(f => f.Language == "promql")))
            .SelectMany(block => block.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Where(IsQuery))
            .ToArray();
        Assert.True(queries.Length > 10, $"only {queries.Length} queries were found");

        var file = Path.GetTempFileName();
        try
        {
            // Of rules, each record of its own: promtool minds two that are the same.
            var rules = queries.Select((query, number) => $"  - record: page:query_{number}\n    expr: {JsonSerializer.Serialize(query)}\n");
            await File.WriteAllTextAsync(file, $"groups:\n- name: pages\n  rules:\n{string.Concat(rules)}", TestContext.Current.CancellationToken);
            await Promtool.IsContentAsync("check", "rules", file);
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>What names a series, and is no command that brings one.</summary>
    private static bool IsQuery(string line) =>
        (line.Contains("kafka_sli_", StringComparison.Ordinal) || line.StartsWith("slo:", StringComparison.Ordinal))
        && !line.StartsWith("kafka-", StringComparison.Ordinal) && !line.StartsWith("curl ", StringComparison.Ordinal) && !line.StartsWith('#');
}
