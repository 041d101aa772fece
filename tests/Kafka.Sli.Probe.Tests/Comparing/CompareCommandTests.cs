using System.Text.Json.Nodes;

namespace Kafka.Sli.Probe.Tests.Comparing;

/// <summary><c>compare</c> as its user runs it.</summary>
public sealed class CompareCommandTests : IDisposable
{
    private readonly string _plan = Path.GetTempFileName();

    public CompareCommandTests() => File.WriteAllText(_plan, """
        clusters: { here: { bootstrap.servers: embedded } }
        profiles: { all: { producer: { acks: all } }, leader: { producer: { acks: 1 } } }
        loads: { steady: { rate: 100/s, size: 50B } }
        objectives: [ "produce: 99% < 500ms over 1h" ]
        """);

    public void Dispose() => File.Delete(_plan);

    [Fact]
    public async Task The_cells_are_measured_phase_by_phase_and_the_broker_that_is_down_is_the_outage()
    {
        var (exitCode, output, errors) = await ProbeProcess.RunAsync("compare", _plan, "--for", "3s", "--repeat", "2", "--warm-up", "1s", "--format", "json");

        Assert.True(exitCode == 0, errors);
        var rows = JsonNode.Parse(output)!["rows"]!.AsArray();
        Assert.Equal(
            from phase in (string[])["steady", "broker down", "broker slow", "leaders moved"] from cell in (string[])["here/all/steady", "here/leader/steady"] select (phase, cell),
            rows.Select(r => ((string)r!["phase"]!, (string)r["cell"]!)));
        Assert.All(rows, row =>
        {
            var repetitions = row!["repetitions"]!.AsArray();
            Assert.Equal(2, repetitions.Count);
            Assert.All(repetitions, r =>
            {
                // A busy machine may begin a phase a little later or end it so; what it sends is by the schedule.
                Assert.InRange((int)r!["produce"]!["count"]!, 295, 400);
                Assert.Equal((int)r["produce"]!["count"]!, (int)r["delivery"]!["count"]!);
                Assert.NotNull((double?)r["produce"]!["p50"]!["seconds"]);
                if ((string)row["phase"]! == "broker down")
                {
                    Assert.InRange((double)r["outage_seconds"]!, 0.9, 30);
                    Assert.InRange((int)r["bad"]!, 10, 200);
                }
            });
        });
        Assert.Contains("kafka-sli-probe: 2 of 2: leaders moved, 3s", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_at_a_time_they_take_turns_and_a_fault_of_ones_own_has_a_phase()
    {
        var touched = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        var (exitCode, output, errors) = await ProbeProcess.RunAsync(
            "compare", _plan, "--for", "1s", "--repeat", "2", "--warm-up", "0s", "--one-at-a-time", "--no-faults", "--format", "markdown");
        Assert.True(exitCode == 0, errors);
        Assert.Single(output.Split('\n'), l => l.StartsWith("### ", StringComparison.Ordinal));
        string[] turns = [.. errors.Split('\n').Where(l => l.EndsWith("steady, 1s", StringComparison.Ordinal))];
        Assert.Equal(
            ["1 of 2, here/all/steady", "1 of 2, here/leader/steady", "2 of 2, here/leader/steady", "2 of 2, here/all/steady"],
            turns.Select(t => t["kafka-sli-probe: ".Length..^": steady, 1s".Length]));

        (exitCode, output, errors) = await ProbeProcess.RunAsync(
            "compare", _plan, "--for", "1s", "--repeat", "1", "--warm-up", "0s", "--fault", $"touched=touch {touched}", "--undo", $"touched=rm {touched}", "--fault", "broken=echo no such broker >&2; exit 4");
        Assert.False(File.Exists(touched));
        Assert.Equal(1, exitCode);
        Assert.Contains("broken: not what it is called: 'echo no such broker >&2; exit 4' ended with 4: no such broker.", output, StringComparison.Ordinal);
        Assert.DoesNotContain("touched: not", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Told_to_stop_it_reports_what_it_has_and_says_that_it_is_not_all()
    {
        var file = Path.GetTempFileName();
        await using var probe = ProbeProcess.Start("compare", _plan, "--for", "2s", "--repeat", "50", "--warm-up", "0s", "--format", "json", "--output", file);
        await probe.Says("broker down, 2s");
        probe.SignalTerminate();
        var (exitCode, output, errors) = await probe.EndAsync();

        Assert.Equal((1, ""), (exitCode, output));
        var document = JsonNode.Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken))!;
        Assert.False((bool)document["is_complete"]!, errors);
        Assert.Equal(["steady"], document["rows"]!.AsArray().Select(r => (string)r!["phase"]!).Distinct());
        Assert.Equal("it was told to stop: what is missing was not measured", (string?)document["notes"]![0]);
        File.Delete(file);
    }

    [Theory]
    [InlineData("--for 0s: must be a duration of at most a day, such as 60s or 5m", "--for", "0s")]
    [InlineData("--for soon: must be a duration of at most a day, such as 60s or 5m", "--for", "soon")]
    [InlineData("--repeat 0: must be a number from 1 to 100", "--repeat", "0")]
    [InlineData("--repeat 1e3: must be a number from 1 to 100", "--repeat", "1e3")]
    [InlineData("--format xml: must be one of text, markdown, json", "--format", "xml")]
    [InlineData("--fault down: must be a name and a command, like --fault 'broker 2 stopped=systemctl --host broker2 stop kafka'", "--fault", "down")]
    [InlineData("--fault steady=...: there is a phase of that name already; give it another one", "--fault", "steady=true")]
    [InlineData("--fault broker down=...: there is a phase of that name already; give it another one", "--fault", "broker down=true")]
    [InlineData("--fault  =true: must be a name and a command, like --fault 'broker 2 stopped=systemctl --host broker2 stop kafka'", "--fault", " =true")]
    [InlineData("--undo down=...: there is no --fault of that name; give one, or leave it out", "--undo", "down=true")]
    [InlineData("--fault a=true: there is none with --no-faults; leave one of both out", "--no-faults", "--fault", "a=true")]
    public async Task What_is_wrong_is_told_in_one_line(string line, params string[] arguments)
    {
        var (exitCode, output, errors) = await ProbeProcess.RunAsync(["compare", _plan, .. arguments]);

        Assert.Equal((2, "", $"kafka-sli-probe: {line}\n"), (exitCode, output, errors));
    }

    [Theory]
    [InlineData("")]
    [InlineData("no-such-folder/table.txt")]
    public async Task A_file_that_cannot_be_written_is_told_before_anything_is_measured(string path)
    {
        var (exitCode, output, errors) = await ProbeProcess.RunAsync("compare", _plan, "--output", path);

        Assert.Matches($@"^kafka-sli-probe: --output {path}: cannot be written \([^\n]+\); give a file in a folder that is there\n$", errors);
        Assert.Equal((2, ""), (exitCode, output));
    }
}
