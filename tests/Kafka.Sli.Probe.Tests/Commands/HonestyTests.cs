using System.Globalization;
using System.Text.RegularExpressions;

namespace Kafka.Sli.Probe.Tests.Commands;

/// <summary>The probe does not take its own pauses for the cluster's.</summary>
public sealed class HonestyTests
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(3);

    [Fact]
    public async Task A_probe_that_was_stopped_excludes_what_only_that_made_late()
    {
        await using var probe = ProbeProcess.Start("--listen", "127.0.0.1:0", "--objective", "produce: 99% < 2s as sent");
        using var http = new HttpClient { BaseAddress = await probe.Address };
        await UntilAsync(http, "kafka_sli_events_total", "kafka_sli_verdict=\"good\"", atLeast: 50);

        probe.SignalStop();
        await Task.Delay(Pause, TestContext.Current.CancellationToken);
        probe.SignalContinue();

        // Of what fell due in the first second of the pause, a hundred messages, none could be sent within two.
        await UntilAsync(http, "kafka_sli_stalled_events_total", "kafka_sli_objective=\"sent\"", atLeast: 50);
        await UntilAsync(http, "kafka_sli_probe_stall_time_seconds_total", "", atLeast: Pause.TotalSeconds - 0.1);
        await UntilAsync(http, "kafka_sli_probe_thread_pool_delay_seconds", "", atLeast: 0);
        await UntilAsync(http, "kafka_sli_probe_gc_pause_time_seconds_total", "", atLeast: 0);
    }

    private static async Task UntilAsync(HttpClient http, string metric, string tag, double atLeast)
    {
        // What never comes ends the test.
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        for (var told = double.NaN; !(told >= atLeast);)
        {
            await Task.Delay(100, limit.Token);
            var scraped = await http.GetStringAsync(new Uri("/metrics", UriKind.Relative), TestContext.Current.CancellationToken);
            var lines = Regex.Matches(scraped, $@"^{metric}\{{(?<tags>[^}}]*)\}} (?<value>\S+)", RegexOptions.Multiline);
            told = lines.Where(m => m.Groups["tags"].Value.Contains(tag, StringComparison.Ordinal)).Select(m => double.Parse(m.Groups["value"].Value, CultureInfo.InvariantCulture)).DefaultIfEmpty(double.NaN).Sum();
        }
    }
}
