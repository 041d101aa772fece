using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Confluent.Kafka;
using Kafka.Sli.Probe.Embedded;
using Kafka.Sli.Probe.Tests.Embedded;

namespace Kafka.Sli.Probe.Tests.Commands;

/// <summary>The main job, as its user sees it.</summary>
public sealed class RunTests
{
    private static readonly string[] AnyPort = ["--listen", "127.0.0.1:0"];

    /// <summary>For tests of what else a run does: these machines are noisy.</summary>
    private static readonly string[] EasyObjective = ["--objective", "produce: 1% < 60s", .. AnyPort];

    [Fact]
    public async Task With_no_configuration_it_measures_an_embedded_cluster_and_says_by_what_it_judges()
    {
        var (exitCode, output, errors) = await ProbeProcess.RunAsync(["--for", "2s", .. AnyPort]);

        Assert.Equal(output.Contains("NOT met", StringComparison.Ordinal) ? 1 : 0, exitCode);
        Assert.All(errors.TrimEnd().Split('\n'), line => Assert.StartsWith("kafka-sli-probe: stop: ", line, StringComparison.Ordinal));
        Assert.StartsWith("Embedded Kafka cluster of 3 brokers at 127.0.0.1:", output, StringComparison.Ordinal);
        Assert.Contains("No objectives were given, so it is judged by the probe's own: produce: 99.9% < 500ms; delivery: 99% < 1s.", output, StringComparison.Ordinal);
        Assert.Matches(@"\d\d:\d\d:\d\d produce \(99.9% < 500ms\): count (\d+), good \d+, bad \d+, p50 [\d.]+ .?s, p99 [\d.]+ .?s, max [\d.]+ .?s, oldest in flight 0", output);
        Assert.Matches(@"delivery: 99% < 1s: (NOT )?met, [\d.]+% good \(\d+ of \d+\)\.", output);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_signal_ends_it_in_order_with_its_summary(bool terminate)
    {
        await using var probe = ProbeProcess.Start(["--json", .. EasyObjective]);
        using var http = new HttpClient { BaseAddress = await probe.Address };
        while (!(await http.GetStringAsync(new Uri("/metrics", UriKind.Relative))).Contains("kafka_sli_delivery_duration_seconds_count", StringComparison.Ordinal))
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        if (terminate)
        {
            probe.SignalTerminate();
        }
        else
        {
            probe.SignalInterrupt();
        }

        var (exitCode, output, _) = await probe.EndAsync();
        using var document = JsonDocument.Parse(output);
        Assert.Equal(0, exitCode);
        var counts = Cell(document).GetProperty("indicators").EnumerateArray().Select(i => i.GetProperty("count").GetInt64()).ToArray();
        Assert.True(counts[0] > 0);
        Assert.Equal(counts[0], counts[1]);
    }

    [Fact]
    public async Task A_signal_ends_it_also_while_it_waits_for_the_cluster()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        await using var probe = ProbeProcess.Start(["run", "--bootstrap", $"127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}", .. AnyPort]);
        using var connection = await silent.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        var asked = Stopwatch.StartNew();

        probe.SignalTerminate();

        var (exitCode, output, errors) = await probe.EndAsync();
        Assert.True(asked.Elapsed < TimeSpan.FromSeconds(8), $"it took {asked.Elapsed}");
        Assert.Equal("kafka-sli-probe: told to stop before anything was measured\n", errors);
        Assert.Empty(output);
        Assert.Equal(1, exitCode);
    }

    [Fact]
    public async Task A_cluster_of_somebody_elses_is_measured_by_its_address_and_properties()
    {
        using var cluster = EmbeddedCluster.Start(brokers: 2);
        cluster.CreateTopic("mine", partitions: 4);

        var (exitCode, output, _) = await ProbeProcess.RunAsync(
            ["run", "--bootstrap", cluster.BootstrapServers, "--topic", "mine", "--property", "linger.ms=0", "--property", "group.id=own-group", "--json", "--for", "2s", .. EasyObjective]);

        Assert.Equal(0, exitCode);
        using var document = JsonDocument.Parse(output);
        var told = document.RootElement.GetProperty("clusters")[0];
        Assert.Equal(
            (false, 2, 4, "own-group"),
            (told.GetProperty("embedded").GetBoolean(), told.GetProperty("brokers").GetInt32(), Cell(document).GetProperty("partitions").GetInt32(), Cell(document).GetProperty("consumer_group").GetString()));
        Assert.Equal(
            [0L, 1, 2, 3],
            Enumerable.Range(0, 4).Where(p => Written(cluster, p) > 10).Select(p => (long)p));
    }

    [Fact]
    public async Task An_outage_is_bad_and_the_exit_code_says_so()
    {
        using var cluster = EmbeddedCluster.Start(brokers: 1);
        cluster.CreateTopic("mine", partitions: 1);
        await using var probe = ProbeProcess.Start(
            ["run", "--bootstrap", cluster.BootstrapServers, "--topic", "mine", "--property", "message.timeout.ms=1000", "--json", "--for", "4s", .. AnyPort]);
        await probe.Address;
        while (Written(cluster, 0) == 0)
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        cluster.AllBrokersDown();
        var (exitCode, output, errors) = await probe.EndAsync();

        Assert.True(exitCode == 1, errors);
        using var document = JsonDocument.Parse(output);
        var produce = Cell(document).GetProperty("indicators")[0];
        Assert.True(produce.GetProperty("outcomes").GetProperty("failed").GetInt64() > 100);
        Assert.True(produce.GetProperty("errors").GetProperty("Local_MsgTimedOut").GetInt64() > 100);
        Assert.True(produce.GetProperty("latency").GetProperty("max").GetDouble() >= 1);
        var objective = Cell(document).GetProperty("objectives")[0];
        Assert.False(objective.GetProperty("met").GetBoolean());
        Assert.True(objective.GetProperty("bad").GetInt64() > 100);
        Assert.False(document.RootElement.GetProperty("objectives_met").GetBoolean());
        Assert.NotEqual(JsonValueKind.Null, Cell(document).GetProperty("last_error").ValueKind);
    }

    [Fact]
    public async Task A_run_of_a_year_has_not_ended_at_once()
    {
        await using var probe = ProbeProcess.Start(["--for", "365d", "--json", .. EasyObjective]);
        await probe.Address;
        await Task.Delay(TimeSpan.FromSeconds(3), TestContext.Current.CancellationToken);

        probe.SignalTerminate();

        var (exitCode, output, _) = await probe.EndAsync();
        using var document = JsonDocument.Parse(output);
        Assert.Equal(0, exitCode);
        Assert.True(document.RootElement.GetProperty("duration_seconds").GetDouble() > 1);
    }

    [Fact]
    public async Task What_was_due_and_not_sent_is_told()
    {
        var (_, output, _) = await ProbeProcess.RunAsync(["--for", "3s", "--rate", "1000000", "--json", .. AnyPort]);

        using var document = JsonDocument.Parse(output);
        var sent = Cell(document).GetProperty("indicators")[0].GetProperty("count").GetInt64();
        var unsent = Cell(document).GetProperty("unsent").GetInt64();

        // Three million, if the machine lets the run begin and end when it should; no machine sends them all.
        Assert.True(unsent > 0);
        Assert.InRange(sent + unsent, 100_000, 60_000_000);
    }

    [Fact]
    public async Task An_output_that_cannot_be_written_to_is_told_in_one_line()
    {
        var probe = Path.Combine(AppContext.BaseDirectory, "kafka-sli-probe.dll");
        using var shell = Process.Start(new ProcessStartInfo("sh", ["-c", $"dotnet '{probe}' --for 1s --listen 127.0.0.1:0 > /dev/full"]) { RedirectStandardError = true })!;
        var errors = await shell.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await shell.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.StartsWith("kafka-sli-probe: the output cannot be written: ", errors, StringComparison.Ordinal);
        Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(2, shell.ExitCode);
    }

    [Fact]
    public async Task What_a_run_fails_of_is_named()
    {
        var (exitCode, output, _) = await ProbeProcess.RunAsync(["--for", "1s", "--size", "2000000", .. AnyPort]);

        Assert.Equal(1, exitCode);
        Assert.Matches(@"produce: (\d+) failed \(\1 MsgSizeTooLarge\)\.", output);
    }

    [Fact]
    public async Task A_property_of_Confluent_Kafkas_own_reaches_the_client_that_it_is_for()
    {
        var (_, output, errors) = await ProbeProcess.RunAsync(
            ["--for", "1s", "--property", "dotnet.producer.delivery.report.fields=none", "--property", "dotnet.consumer.consume.result.fields=headers,topic,timestamp", .. AnyPort]);

        Assert.All(errors.TrimEnd().Split('\n'), line => Assert.StartsWith("kafka-sli-probe: stop: ", line, StringComparison.Ordinal));
        Assert.Matches(@"produce: 99.9% < 500ms: (NOT )?met", output);
    }

    [Fact]
    public async Task A_promise_that_cannot_be_kept_ends_with_1()
    {
        var (exitCode, output, _) = await ProbeProcess.RunAsync(["--for", "1s", "--objective", "produce: 99.9% < 1us", .. AnyPort]);

        Assert.Equal(1, exitCode);
        Assert.Contains("produce: 99.9% < 1us: NOT met, 0% good (0 of ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_no_event_was_judged_by_is_not_known_and_so_not_met()
    {
        var (exitCode, output, _) = await ProbeProcess.RunAsync(["--for", "1s", "--objective", "transaction: 99% < 1s", .. AnyPort]);

        Assert.Equal(1, exitCode);
        Assert.Contains("transaction: 99% < 1s: not known, no event was judged.", output, StringComparison.Ordinal);
    }

    private static JsonElement Cell(JsonDocument document) => document.RootElement.GetProperty("cells")[0];

    private static long Written(EmbeddedCluster cluster, int partition)
    {
        using var consumer = Clients.Consumer(cluster, "watermarks");
        return consumer.QueryWatermarkOffsets(new TopicPartition("mine", partition), TimeSpan.FromSeconds(10)).High;
    }
}
