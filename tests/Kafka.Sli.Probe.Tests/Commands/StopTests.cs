using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace Kafka.Sli.Probe.Tests.Commands;

/// <summary>How it ends, seen by whoever deploys and scrapes it.</summary>
public sealed class StopTests
{
    [Fact]
    public async Task It_ends_step_by_step_is_not_ready_meanwhile_and_waits_for_whoever_scrapes_it()
    {
        await using var probe = ProbeProcess.Start("run", "--listen", "127.0.0.1:0");
        using var http = new HttpClient { BaseAddress = await probe.Address };
        while (await AskAsync(http, "readyz") != (HttpStatusCode.OK, "ok\n"))
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        await ScrapeTwiceAsync(http);
        probe.SignalTerminate();
        await probe.Says("stop: clients closed");
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "stopping\n"), await AskAsync(http, "readyz"));
        Assert.Equal((HttpStatusCode.OK, "ok\n"), await AskAsync(http, "healthz"));
        var (_, scraped) = await AskAsync(http, "metrics");
        var (exitCode, _, errors) = await probe.EndAsync();

        Assert.True(exitCode is 0 or 1, errors);
        Assert.Equal(
            ["no longer ready", "schedule stopped", "sends flushed", "closing records sent", "read to the end", "committed", "group left", "clients closed", "scraped a last time"],
            Regex.Matches(errors, "^kafka-sli-probe: stop: ([a-z ]+)", RegexOptions.Multiline).Select(m => m.Groups[1].Value));
        var delivered = Regex.Match(scraped, """^kafka_sli_probe_messages_total\{[^}]*kafka_sli_probe_verdict="delivered"[^}]*\} (\d+)""", RegexOptions.Multiline).Groups[1].Value;
        Assert.Matches("""^[1-9]\d*$""", delivered);
    }

    [Fact]
    public async Task A_log_on_a_full_disk_does_not_end_it()
    {
        var probe = Path.Combine(AppContext.BaseDirectory, "kafka-sli-probe.dll");
        using var process = Process.Start(new ProcessStartInfo("sh", ["-c", $"exec dotnet '{probe}' run --listen 127.0.0.1:0 --for 1s 2>/dev/full"]) { RedirectStandardOutput = true })!;

        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.True(process.ExitCode is 0 or 1, output);
        Assert.Matches("\nmessages: [0-9,]+ delivered", output);
    }

    [Fact]
    public async Task A_second_signal_ends_it_at_once()
    {
        await using var probe = ProbeProcess.Start("run", "--listen", "127.0.0.1:0");
        using var http = new HttpClient { BaseAddress = await probe.Address };
        await ScrapeTwiceAsync(http);
        probe.SignalTerminate();
        await probe.Says("stop: clients closed");
        probe.SignalTerminate();

        var (exitCode, _, errors) = await probe.EndAsync();
        Assert.NotEqual(0, exitCode);
        Assert.DoesNotContain("scraped", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Told_to_stop_while_some_cells_are_still_on_their_way_it_ends_those_at_work_in_order()
    {
        var (plan, port) = (Path.GetTempFileName(), FreePort());
        await File.WriteAllTextAsync(
            plan,
            "clusters: { here: { bootstrap.servers: embedded }, nowhere: { bootstrap.servers: '127.0.0.1:1' } }\nloads: { default: { rate: 50/s, size: 50B } }\n",
            TestContext.Current.CancellationToken);
        await using var probe = ProbeProcess.Start("run", plan, "--listen", $"127.0.0.1:{port}");
        await SendsAsync(port);

        probe.SignalTerminate();
        var (_, _, errors) = await probe.EndAsync();
        File.Delete(plan);

        Assert.Contains("stop: closing records sent", errors, StringComparison.Ordinal);
        Assert.Contains("stop: clients closed", errors, StringComparison.Ordinal);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>It says where it listens once all cells are at work, and is asked before.</summary>
    private static async Task SendsAsync(int port)
    {
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        while (true)
        {
            try
            {
                if (Regex.IsMatch((await AskAsync(http, "metrics")).Text, """^kafka_sli_produce_duration_seconds_count\{[^}]*\} [1-9]""", RegexOptions.Multiline))
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // Not yet there.
            }

            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>It waits for twice as long for the next one then.</summary>
    private static async Task ScrapeTwiceAsync(HttpClient http)
    {
        await AskAsync(http, "metrics");
        await Task.Delay(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
        await AskAsync(http, "metrics");
    }

    private static async Task<(HttpStatusCode Status, string Text)> AskAsync(HttpClient http, string page)
    {
        using var answer = await http.GetAsync(new Uri(page, UriKind.Relative), TestContext.Current.CancellationToken);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
