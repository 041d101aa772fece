using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Kafka.Sli.Probe.Commands;

namespace Kafka.Sli.Probe.Tests.Commands;

/// <summary>The commands that take a plan, as their user starts them.</summary>
public sealed class PlanCommandTests : IDisposable
{
    private static readonly string Shipped = Repository.File("deploy", "probe.yaml");

    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_shipped_plan_has_fifteen_lines_and_each_of_its_cells_all_the_figures()
    {
        var junit = Path.Combine(_folder, "junit.xml");
        Assert.Equal(15, File.ReadAllLines(Shipped).Length);

        var (exitCode, output, errors) = await ProbeProcess.RunAsync("once", Shipped, "--for", "6s", "--json", "--listen", "127.0.0.1:0", "--junit", junit);

        using var document = JsonDocument.Parse(output);
        Assert.DoesNotContain("warning", errors, StringComparison.Ordinal);
        var cells = document.RootElement.GetProperty("cells").EnumerateArray().ToArray();
        Assert.Equal(
            ["main/service/steady/acks=all/compression.type=none", "main/service/steady/acks=all/compression.type=zstd", "main/service/steady/acks=1/compression.type=none", "main/service/steady/acks=1/compression.type=zstd"],
            cells.Select(c => c.GetProperty("name").GetString()));
        Assert.All(cells, cell =>
        {
            var counts = cell.GetProperty("indicators").EnumerateArray().ToDictionary(i => i.GetProperty("sli").GetString()!, i => i.GetProperty("count").GetInt64());
            Assert.Equal(["assignment", "delivery", "offset_commit", "produce"], counts.Keys.Order(StringComparer.Ordinal));
            Assert.True(counts["produce"] > 250 && counts["delivery"] == counts["produce"], $"{counts["produce"]}, {counts["delivery"]}");
            Assert.True(counts["offset_commit"] >= 4 && counts["assignment"] >= 1, $"{counts["offset_commit"]}, {counts["assignment"]}");
        });
        var suites = XDocument.Load(junit).Root!.Elements("testsuite").ToArray();
        Assert.Equal(cells.Length, suites.Length);
        Assert.All(suites, s => Assert.Equal(2, s.Elements("testcase").Count()));
        Assert.Equal(document.RootElement.GetProperty("objectives_met").GetBoolean() ? 0 : 1, exitCode);
        Assert.Equal(exitCode == 0, suites.All(s => s.Attribute("failures")!.Value == "0"));
    }

    [Fact]
    public async Task Check_lists_the_cells_and_what_they_come_to()
    {
        var (exitCode, output, errors) = await ProbeProcess.RunAsync("check", Shipped);

        Assert.Equal(0, exitCode);
        Assert.Empty(errors);
        Assert.Contains("main/service/steady/acks=1/compression.type=zstd", output, StringComparison.Ordinal);
        Assert.Contains("4 cells on 1 cluster, each with a topic of 1 partition(s) for each broker: 200 messages/s, 200 KiB/s from each instance.", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_connects_when_it_is_told_to()
    {
        var (exitCode, output, _) = await ProbeProcess.RunAsync("check", Shipped, "--connect");

        Assert.Equal(0, exitCode);
        Assert.Matches(@"main: 3 brokers at 127\.0\.0\.1:\d+", output);
    }

    [Fact]
    public async Task A_cluster_that_is_not_there_is_told_by_check()
    {
        var (exitCode, output, _) = await ProbeProcess.RunAsync("check", Plan("clusters: { gone: { bootstrap.servers: '127.0.0.1:9' } }"), "--connect");

        Assert.Equal(3, exitCode);
        Assert.Matches(@"gone: no broker answered within 10 s at 127\.0\.0\.1:9: .*Connection refused", output);
    }

    [Theory]
    [InlineData("check")]
    [InlineData("run")]
    [InlineData("once")]
    public async Task A_wrong_plan_is_refused_with_a_line_for_each_fault(string command)
    {
        var path = Plan("clusters:\n  a: { bootstrap.servers: embedded, secutity.protocol: SSL }\nloads:\n  l: { rate: 5 }\n");

        var (exitCode, output, errors) = await ProbeProcess.RunAsync(command, path);

        Assert.Equal(2, exitCode);
        Assert.Empty(output);
        Assert.Equal(
            $"{path}:2:37: clusters.a.secutity.protocol: 'secutity.protocol' is no property of librdkafka; did you mean 'security.protocol'?\n"
            + $"{path}:4:14: loads.l.rate: '5' must be a number of messages a second, a minute or an hour, from 0.000001/s to 1000000/s, like 50/s\n",
            errors);
    }

    [Fact]
    public async Task A_plan_that_is_not_there_is_told_in_one_line()
    {
        var (exitCode, _, errors) = await ProbeProcess.RunAsync("check", "no-such.yaml");

        Assert.Equal(2, exitCode);
        Assert.Matches(@"^no-such\.yaml: cannot be read: Could not find file [^\n]*; give the path of a plan, like deploy/probe\.yaml\n$", errors);
    }

    [Fact]
    public async Task What_the_plan_tells_is_not_to_be_told_by_an_option_too()
    {
        var (exitCode, _, errors) = await ProbeProcess.RunAsync("run", Shipped, "--rate", "5");

        Assert.Equal(2, exitCode);
        Assert.Equal("kafka-sli-probe: --rate: is told by the plan; leave one of them out\n", errors);
    }

    [Fact]
    public async Task The_schema_is_the_published_one()
    {
        var (exitCode, output, _) = await ProbeProcess.RunAsync("schema");

        Assert.Equal(0, exitCode);
        Assert.Equal(await File.ReadAllTextAsync(Repository.File("docs", "plan.schema.json"), TestContext.Current.CancellationToken), output);
    }

    [Theory]
    [InlineData("bash", "complete -o default -F _kafka_sli_probe kafka-sli-probe")]
    [InlineData("zsh", "compdef _kafka_sli_probe kafka-sli-probe")]
    [InlineData("fish", "complete -c kafka-sli-probe")]
    public async Task A_shell_completes_the_command_line(string shell, string expected)
    {
        var (_, script, _) = await ProbeProcess.RunAsync("completion", shell);
        var (_, suggested, _) = await ProbeProcess.RunAsync("[suggest:18]", "kafka-sli-probe ch");

        Assert.Contains(expected, script, StringComparison.Ordinal);
        Assert.Contains("check", suggested, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_is_in_no_output_of_any_command()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "password"), "hunter2-of-file\n", TestContext.Current.CancellationToken);
        var plan = Plan(
            """
            clusters:
              locked: { bootstrap.servers: "${PROBE_BOOTSTRAP}", security.protocol: SASL_PLAINTEXT, sasl.mechanism: PLAIN, sasl.username: "${PROBE_USER}", sasl.password: "file:password" }
            """);
        var wrong = Plan(
            """
            clusters:
              locked: { bootstrap.servers: "127.0.0.1:9", security.protocol: "${PROBE_USER}", sasl.mechanism: "file:password", sasl.password: written-in-the-plan, linger.ms: "file:password" }
            """, "wrong.yaml");
        var measured = Plan(
            """
            clusters:
              open: { bootstrap.servers: embedded, client.id: "${PROBE_USER}", sasl.password: "file:password", ssl.key.password: written-in-the-plan }
            """, "measured.yaml");
        (string, string)[] environment = [("PROBE_USER", "hunter1-of-variable"), ("PROBE_BOOTSTRAP", "127.0.0.1:9")];

        foreach (var arguments in (string[][])[["check", plan], ["check", plan, "--connect"], ["once", plan, "--for", "1s", "--json", "--listen", "127.0.0.1:0"], ["check", wrong], ["run", wrong], ["once", measured, "--for", "1s", "--listen", "127.0.0.1:0"], ["once", measured, "--for", "1s", "--json", "--listen", "127.0.0.1:0"]])
        {
            await using var probe = ProbeProcess.Start(environment, arguments);
            var (_, output, errors) = await probe.EndAsync();

            Assert.NotEmpty(output + errors);
            Assert.DoesNotContain("hunter", output + errors, StringComparison.Ordinal);
            Assert.DoesNotContain("written-in-the-plan", output + errors, StringComparison.Ordinal);
            Assert.DoesNotContain("127.0.0.1:9/", output + errors, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_bad_new_plan_is_refused_and_the_old_one_goes_on_and_a_good_one_comes_into_force()
    {
        var path = Plan("clusters: { a: { bootstrap.servers: embedded } }\nobjectives: ['produce: 1% < 60s']\nloads: { one: { rate: 20/s, size: 100B } }");
        await using var probe = ProbeProcess.Start("run", path, "--json", "--listen", "127.0.0.1:0");
        var address = await probe.Address;

        Plan("clusters: [");
        await probe.Says($"{path} is refused, and the plan in force goes on");
        Plan("clusters: { a: { bootstrap.servers: embedded } }\nobjectives: ['produce: 1% < 60s']\nloads:\n  one: { rate: 20/s, size: 100B }\n  two: { rate: 20/s, size: 100B }");
        await probe.Says($"{path} is in force now: 2 cells");
        probe.SignalHangUp();
        await probe.Says($"{path} is in force now: 2 cells", times: 2);
        using var http = new HttpClient { BaseAddress = address };
        string scraped;
        do
        {
            scraped = await http.GetStringAsync(new Uri("/metrics", UriKind.Relative), TestContext.Current.CancellationToken);
        }
        while (!Regex.IsMatch(scraped, "kafka_sli_produce_duration_seconds_count\\{[^}]*a/default/two"));

        probe.SignalTerminate();
        var (exitCode, output, _) = await probe.EndAsync();
        using var document = JsonDocument.Parse(output);
        Assert.Equal(0, exitCode);
        Assert.Equal(["a/default/one", "a/default/two"], document.RootElement.GetProperty("cells").EnumerateArray().Select(c => c.GetProperty("name").GetString()));
        Assert.All(
            document.RootElement.GetProperty("cells").EnumerateArray(),
            c => Assert.Equal(1, c.GetProperty("indicators").EnumerateArray().Single(i => i.GetProperty("sli").GetString() == "assignment").GetProperty("count").GetInt64()));
    }

    [Fact]
    public async Task A_run_that_was_all_warm_up_says_so_and_has_judged_nothing()
    {
        var plan = Plan("clusters: { here: { bootstrap.servers: embedded } }\nprofiles: { cold: { warm.up: 1h } }\nobjectives: ['produce: 1% < 60s']");

        var (exitCode, output, _) = await ProbeProcess.RunAsync("once", plan, "--for", "6s", "--listen", "127.0.0.1:0");

        Assert.Equal(1, exitCode);
        Assert.Matches(@"00:00:05 warming up, 35\d\d s left: nothing is judged yet\n", output);
        Assert.Contains("produce: 1% < 1m: not known, no event was judged.\n", output, StringComparison.Ordinal);
        Assert.Matches(@"\nproduce in the warm-up of 1h: \d+ ok, p99 [\d.]+ .?s, max [\d.]+ .?s; not judged\.\n", output);

        var (_, json, _) = await ProbeProcess.RunAsync("once", plan, "--for", "1s", "--json", "--listen", "127.0.0.1:0");

        using var document = JsonDocument.Parse(json);
        var cell = document.RootElement.GetProperty("cells")[0];
        Assert.All(cell.GetProperty("indicators").EnumerateArray(), i => Assert.Equal(0, i.GetProperty("count").GetInt64()));
        Assert.Equal(["produce", "delivery", "offset_commit", "assignment"], cell.GetProperty("warm_up").EnumerateArray().Select(i => i.GetProperty("sli").GetString()));
    }

    [Fact]
    public async Task Tables_have_all_their_columns_however_long_the_names_are()
    {
        var (profile, load) = (new string('p', 90), new string('l', 90));
        var plan = Plan($"clusters: {{ here: {{ bootstrap.servers: embedded }} }}\nprofiles: {{ {profile}: }}\nloads: {{ {load}: {{ rate: 17/s }} }}");

        var (_, listed, _) = await ProbeProcess.RunAsync("check", plan);
        var (_, compared, _) = await ProbeProcess.RunAsync("compare", plan, "--for", "200ms", "--repeat", "1", "--warm-up", "0s", "--no-faults");

        Assert.Matches($@"here/{profile}/{load} │ kafka-sli-probe\.here\.{profile}\.{load} │ 17/s │ 1KiB │ +17 │\n", listed);
        Assert.Matches($@"here/{profile}/{load} │ produce +│ +\d+ │[^\n]* │ +\d+ │[^\n]*│\n", compared);
    }

    [Fact]
    public void A_table_of_several_cells_takes_a_wider_terminal()
    {
        Assert.Equal(100, RunDisplay.TableWidth(["probe"]));
        Assert.Equal(153, RunDisplay.TableWidth(["main/service/steady/acks=1/compression.type=zstd", "main/service/steady/acks=all/compression.type=none"]));
    }

    [Fact]
    public async Task A_JUnit_report_is_XML_whatever_a_cell_is_called()
    {
        var junit = Path.Combine(_folder, "junit.xml");
        var plan = Plan("clusters: { here: { bootstrap.servers: embedded } }\nmatrix: { client.id: [\"a\\x01b\\uFFFF\"] }");

        var (exitCode, _, errors) = await ProbeProcess.RunAsync("once", plan, "--for", "1s", "--json", "--listen", "127.0.0.1:0", "--junit", junit);

        Assert.True(exitCode is 0 or 1, errors);
        Assert.Equal("here/default/default/client.id=a\uFFFDb\uFFFD", XDocument.Load(junit).Root!.Element("testsuite")!.Attribute("name")!.Value);
    }

    private string Plan(string text, string name = "plan.yaml")
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
