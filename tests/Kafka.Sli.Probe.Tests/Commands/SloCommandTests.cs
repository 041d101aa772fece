namespace Kafka.Sli.Probe.Tests.Commands;

/// <summary>The command as its user starts it.</summary>
public class SloCommandTests
{
    private static readonly string Shipped = Repository.File("deploy", "probe.yaml");

    [Fact]
    public async Task Rules_are_written_to_standard_output_and_are_the_same_each_time()
    {
        var (exitCode, output, errors) = await ProbeProcess.RunAsync("slo", "rules", Shipped, "--runbook-url", "https://wiki.example/kafka");
        var (_, again, _) = await ProbeProcess.RunAsync("slo", "rules", Shipped, "--runbook-url", "https://wiki.example/kafka");

        Assert.Equal(0, exitCode);
        Assert.Empty(errors);
        Assert.Equal(output, again);
        Assert.Contains($"# Made by: kafka-sli-probe slo rules {Shipped} --runbook-url https://wiki.example/kafka\n", output, StringComparison.Ordinal);
        Assert.Contains("runbook_url: https://wiki.example/kafka#kafkasliprobeabsent\n", output, StringComparison.Ordinal);
        Assert.EndsWith("\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_selector_narrows_every_metric()
    {
        var (_, output, _) = await ProbeProcess.RunAsync("slo", "rules", Shipped, "--selector", "job=\"probe-eu\"");

        Assert.All(output.Split('\n').Where(l => l.Contains("kafka_sli_events_total{", StringComparison.Ordinal) || l.Contains("kafka_sli_probe_", StringComparison.Ordinal)), line =>
            Assert.Contains("{job=\"probe-eu\", kafka_sli_client=", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Resources_of_probes_that_a_selector_tells_apart_do_not_replace_each_other()
    {
        var (_, output, _) = await ProbeProcess.RunAsync("slo", "rules", Shipped, "--selector", "job=\"probe-eu\"", "--format", "prometheus-operator");

        Assert.Contains("kind: PrometheusRule\nmetadata:\n  name: kafka-sli-probe-eu-probe\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Alerts_that_no_SLO_can_give_are_to_be_had_alone()
    {
        var (_, output, _) = await ProbeProcess.RunAsync("slo", "rules", Shipped, "--only-probe-alerts");

        Assert.DoesNotContain("record:", output, StringComparison.Ordinal);
        Assert.DoesNotContain("ErrorBudget", output, StringComparison.Ordinal);
        Assert.Contains("alert: KafkaSliProbeSilent", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_alert_that_can_never_fire_is_told()
    {
        var (exitCode, output, errors) = await WithPlanAsync("clusters: { a: { bootstrap.servers: embedded } }\nobjectives: ['produce: 90% < 1s']\n");

        Assert.Equal(0, exitCode);
        Assert.Contains("alert: KafkaSliErrorBudgetFastBurn", output, StringComparison.Ordinal);
        Assert.EndsWith("kafka-sli-probe: warning: 'produce: 90% < 1s' gets no alert over 1h: it would take a burn rate above 14.4, and when all is bad it is 10; raise the target\n", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Objectives_that_cover_no_cell_are_told()
    {
        var (exitCode, output, errors) = await WithPlanAsync("clusters: { a: { bootstrap.servers: embedded } }\nobjectives: ['produce by b: 99% < 1s']\n");

        Assert.Equal(2, exitCode);
        Assert.Empty(output);
        Assert.EndsWith(": no objective covers a cell, so that there is no SLO; let one be about all of them, like 'produce: 99.9% < 500ms'\n", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--format=promtheus", "--format promtheus: must be one of prometheus, prometheus-operator, sloth, pyrra, openslo\n")]
    [InlineData("--runbook-url=a b", "--runbook-url a b: must be an address without '#', like --runbook-url https://wiki.example/kafka-sli/runbook")]
    [InlineData("--runbook-url=https://a/#b", "--runbook-url https://a/#b: must be an address without '#', like --runbook-url https://wiki.example/kafka-sli/runbook")]
    [InlineData("--selector=job=probe", "--selector job=probe: must be label matchers as PromQL has them between braces, like --selector 'job=\"kafka-sli-probe\"'")]
    [InlineData("--selector=job=~\"probe\\.eu\"", "--selector job=~\"probe\\.eu\": must be label matchers as PromQL has them between braces, like --selector 'job=\"kafka-sli-probe\"'; a backslash in it is written twice\n")]
    [InlineData("--fromat=x", "--fromat: there is no such option; did you mean --format? See --help for all")]
    public async Task What_is_wrong_is_refused_in_one_line_with_exit_code_2(string argument, string line)
    {
        var (exitCode, output, errors) = await ProbeProcess.RunAsync("slo", "rules", Shipped, argument);

        Assert.StartsWith($"kafka-sli-probe: {line}", errors, StringComparison.Ordinal);
        Assert.Equal(1, errors.Count(c => c == '\n'));
        Assert.Empty(output);
        Assert.Equal(2, exitCode);
    }

    [Fact]
    public async Task Alerts_of_no_SLO_are_refused_where_there_are_only_SLOs()
    {
        var (exitCode, output, errors) = await ProbeProcess.RunAsync("slo", "rules", Shipped, "--format", "sloth", "--only-probe-alerts");

        Assert.Equal("kafka-sli-probe: --only-probe-alerts: sloth has no alerts that are of no SLO; use it with --format prometheus or --format prometheus-operator\n", errors);
        Assert.Empty(output);
        Assert.Equal(2, exitCode);
    }

    [Theory]
    [InlineData("prometheus-operator", "kind: PrometheusRule\nmetadata:\n  name: kafka-sli-probe\n")]
    [InlineData("sloth", "version: prometheus/v1\n")]
    [InlineData("pyrra", "kind: ServiceLevelObjective\n")]
    [InlineData("openslo", "kind: AlertNotificationTarget\n")]
    public async Task Another_tool_has_a_format_of_its_own(string format, string part)
    {
        var (exitCode, output, errors) = await ProbeProcess.RunAsync("slo", "rules", Shipped, "--format", format);

        Assert.Equal(0, exitCode);
        Assert.Empty(errors);
        Assert.Contains(part, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_without_a_probe_has_its_objectives_watched_over_all_its_clients()
    {
        var (exitCode, output, errors) = await ProbeProcess.RunAsync(
            "slo", "rules", "--service", "checkout", "--objective", "produce: 99.9% < 500ms", "--objective", "delivery by billing: 99% < 1s as fresh", "--selector", "job=\"checkout\"");

        Assert.Equal(0, exitCode);
        Assert.Empty(errors);
        Assert.Contains("# Made by: kafka-sli-probe slo rules --service checkout --objective 'produce: 99.9% < 500ms' --objective", output, StringComparison.Ordinal);
        Assert.Contains("sum(rate(kafka_sli_events_total{job=\"checkout\", kafka_sli_objective=\"fresh\", kafka_sli_verdict=\"bad\"}[5m]))", output, StringComparison.Ordinal);
        Assert.Contains("sloth_id: checkout-produce-500ms\n", output, StringComparison.Ordinal);
        Assert.Contains("summary: 'checkout: the error budget of {{ $labels.kafka_sli_objective }}", output, StringComparison.Ordinal);
        Assert.DoesNotContain("kafka_sli_probe_", output, StringComparison.Ordinal);
        Assert.DoesNotContain("kafka_sli_client", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("plan: is missing; give the file of a plan, like deploy/probe.yaml, or --service checkout --objective \"produce: 99.9% < 500ms\" for a service without a probe")]
    [InlineData("--service: is missing; name the service whose objectives these are, like --service checkout --objective \"produce: 99.9% < 500ms\"", "--objective=delivery: 99% < 1s")]
    [InlineData("--objective: is missing; say what checkout promises, like --service checkout --objective \"produce: 99.9% < 500ms\"", "--service=checkout")]
    [InlineData("--objective: 'produce' is no objective; write it like 'produce of orders-*: 99.9% < 500ms over 30d'", "--service=checkout", "--objective=produce")]
    [InlineData("--only-probe-alerts: a service has no probe; leave it out, or give a plan", "--service=checkout", "--objective=delivery: 99% < 1s", "--only-probe-alerts")]
    [InlineData("--service: is told by the plan; leave one of them out", "plan.yaml", "--service=checkout")]
    public async Task What_is_missing_or_said_twice_is_named(string line, params string[] arguments)
    {
        var (exitCode, output, errors) = await ProbeProcess.RunAsync(["slo", "rules", .. arguments]);

        Assert.Equal($"kafka-sli-probe: {line}\n", errors);
        Assert.Empty(output);
        Assert.Equal(2, exitCode);
    }

    [Fact]
    public async Task A_folder_that_is_none_is_told()
    {
        var (exitCode, output, errors) = await ProbeProcess.RunAsync("slo", "dashboard", Shipped, "--to", "");

        Assert.Matches(@"^kafka-sli-probe: --to : cannot be written \([^\n]+\); give a folder, which is made where it is missing\n$", errors);
        Assert.Equal((2, ""), (exitCode, output));
    }

    [Fact]
    public async Task A_shell_completes_the_command_and_its_formats()
    {
        var (_, commands, _) = await ProbeProcess.RunAsync("[suggest:20]", "kafka-sli-probe slo ");
        var (_, formats, _) = await ProbeProcess.RunAsync("[suggest:35]", "kafka-sli-probe slo rules --format ");

        Assert.Contains("rules", commands, StringComparison.Ordinal);
        Assert.Contains("prometheus", formats, StringComparison.Ordinal);
    }

    private static async Task<(int ExitCode, string Output, string Errors)> WithPlanAsync(string plan)
    {
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(path, plan);
            return await ProbeProcess.RunAsync("slo", "rules", path);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
