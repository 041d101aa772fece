namespace Kafka.Sli.Probe.Tests.Slo;

/// <summary>Expressions that stand in documents of others, parsed by Prometheus.</summary>
internal static class PromExpressions
{
    public static async Task AreRightAsync(IEnumerable<string> expressions)
    {
        Promtool.Require();
        var file = Path.GetTempFileName();
        try
        {
            var rules = expressions.Select((expr, i) => $"      - {{ record: 'checked:{i}', expr: '{expr.Replace("'", "''", StringComparison.Ordinal)}' }}\n");
            await File.WriteAllTextAsync(file, $"groups:\n  - name: checked\n    rules:\n{string.Concat(rules)}", TestContext.Current.CancellationToken);
            await Promtool.IsContentAsync("check", "rules", file);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
