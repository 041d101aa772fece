namespace Kafka.Sli.EndToEnd.Prometheus;

/// <summary>From the plan to the page: rules as they are generated, a Prometheus as anybody has it, and an outage.</summary>
public sealed class OutageAlertTests
{
    private const string Cell = "main/default/default";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task An_outage_of_one_broker_pages_while_it_lasts_and_nothing_pages_before()
    {
        Assert.SkipWhen(PrometheusServer.WhyNot is not null, PrometheusServer.WhyNot ?? "");
        var plan = Path.Combine(Directory.CreateTempSubdirectory("kafka-sli-plan").FullName, "plan.yaml");
        await File.WriteAllTextAsync(plan, "clusters: { main: { bootstrap.servers: embedded } }\nloads: { default: { rate: 100/s, size: 100B } }\nobjectives: ['produce: 99.9% < 2s as sent', 'delivery: 99% < 2s as read']\n", TestContext.Current.CancellationToken);
        var (exitCode, rules, errors) = await ProbeProcess.RunAsync("slo", "rules", plan);
        Assert.True(exitCode == 0, errors);
        await using var probe = ProbeProcess.Start("run", plan, "--listen", "127.0.0.1:0");
        using var http = new HttpClient { BaseAddress = await probe.Address };

        // As they are but for their pace: who imports them waits half a minute for each evaluation, which a test need not.
        await using var prometheus = await PrometheusServer.StartAsync(new Dictionary<string, Uri> { ["probe"] = http.BaseAddress! }, rules.Replace("interval: 30s", "interval: 1s", StringComparison.Ordinal).Replace("interval: 2m", "interval: 1s", StringComparison.Ordinal));
        await UntilAsync(async () => (await prometheus.Api.QueryAsync($"slo:period_error_budget_remaining:ratio{{kafka_sli_client='{Cell}'}} == 1")).Count == 2);
        Assert.DoesNotContain(await prometheus.Api.AlertsAsync(), a => a.Labels["severity"] == "page" && a.State == "firing");

        using (await http.PutAsync(new Uri("api/v1/clusters/main/brokers/2/down", UriKind.Relative), content: null, TestContext.Current.CancellationToken))
        {
            await UntilAsync(async () => (await prometheus.Api.AlertsAsync()).Any(a => a is { Name: "KafkaSliErrorBudgetFastBurn", State: "firing" } && a.Labels["severity"] == "page" && a.Labels["kafka_sli_client"] == Cell && a.Labels["kafka_sli_objective"] == "sent"));
        }

        // Nothing of what is only about the probe itself: it measured all the time.
        Assert.DoesNotContain(await prometheus.Api.AlertsAsync(), a => a.State == "firing" && a.Name is "KafkaSliProbeAbsent" or "KafkaSliProbeSilent" or "KafkaSliMessagesLost");
        Directory.Delete(Path.GetDirectoryName(plan)!, recursive: true);
    }

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        // What never comes ends the test.
        using var limit = new CancellationTokenSource(Patience);
        while (!await holds())
        {
            await Task.Delay(200, limit.Token);
        }
    }
}
