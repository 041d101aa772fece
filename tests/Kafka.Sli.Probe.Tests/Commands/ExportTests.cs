using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Kafka.Sli.Probe.Tests.Commands;

public sealed partial class ExportTests
{
    [Theory]
    [InlineData("grpc")]
    [InlineData("http/protobuf")]
    public async Task Prometheus_OTLP_and_the_JSON_document_tell_the_same_count(string protocol)
    {
        await using var collector = await OtlpReceiver.StartAsync(protocol);
        await using var probe = ProbeProcess.Start(
            [("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Endpoint), ("OTEL_EXPORTER_OTLP_PROTOCOL", protocol), ("OTEL_METRIC_EXPORT_INTERVAL", "1000"), ("OTEL_SERVICE_NAME", "probe-under-test")],
            "run", "--json", "--for", "4s", "--rate", "200", "--listen", "127.0.0.1:0");
        using var http = new HttpClient { BaseAddress = await probe.Address };

        // As Prometheus does it: again and again until the target is gone. The probe waits for the scrape that sees its last event.
        var scraped = "";
        try
        {
            while (true)
            {
                scraped = await http.GetStringAsync(new Uri("/metrics", UriKind.Relative), TestContext.Current.CancellationToken);
                await Task.Delay(300, TestContext.Current.CancellationToken);
            }
        }
        catch (HttpRequestException)
        {
        }

        var (_, output, _) = await probe.EndAsync();
        using var document = JsonDocument.Parse(output);
        foreach (var sli in (string[])["produce", "delivery"])
        {
            var told = document.RootElement.GetProperty("cells")[0].GetProperty("indicators").EnumerateArray().Single(i => i.GetProperty("sli").GetString() == sli).GetProperty("count").GetInt64();
            Assert.True(told > 400, $"only {told} were measured");
            Assert.Equal(told, PrometheusCount(scraped, $"kafka_sli_{sli}_duration_seconds"));
            Assert.Equal((ulong)told, collector.HistogramCounts[$"kafka.sli.{sli}.duration"]);
        }

        Assert.Equal(["probe-under-test"], collector.ServiceNames);
    }

    [Theory]
    [InlineData("delta", 1)]
    [InlineData("cumulative", 2)]
    public async Task A_backend_gets_the_temporality_that_it_asks_for(string preference, int told)
    {
        await using var collector = await OtlpReceiver.StartAsync("grpc");
        await using var probe = ProbeProcess.Start(
            [("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Endpoint), ("OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE", preference)],
            "run", "--json", "--for", "1s", "--listen", "127.0.0.1:0");

        await probe.EndAsync();

        Assert.Equal([told], collector.Temporalities);
    }

    [Fact]
    public async Task A_scrape_says_what_an_objective_needs()
    {
        await using var probe = ProbeProcess.Start("--listen", "127.0.0.1:0", "--objective", "produce: 99% < 333ms as mine");
        using var http = new HttpClient { BaseAddress = await probe.Address };

        Assert.Equal("ok\n", await http.GetStringAsync(new Uri("/healthz", UriKind.Relative), TestContext.Current.CancellationToken));
        var scraped = await http.GetStringAsync(new Uri("/metrics", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Matches("""kafka_sli_events_total\{[^}]*kafka_sli_client="probe",kafka_sli_objective="mine",kafka_sli_verdict="bad"\} 0""", scraped);
        Assert.Matches("""kafka_sli_produce_in_flight\{[^}]*kafka_sli_client="probe"\} \d+""", scraped);
        Assert.Matches("""kafka_sli_produce_oldest_in_flight_seconds\{[^}]*kafka_sli_client="probe"\} [\d.E-]+""", scraped);
        Assert.Matches("""kafka_sli_objective_threshold_seconds\{[^}]*kafka_sli_objective="mine"\} 0.333""", scraped);
        Assert.Matches("""kafka_sli_internal_errors_total\{[^}]*\} 0""", scraped);
        probe.SignalTerminate();
        await probe.EndAsync();
    }

    private static long PrometheusCount(string scraped, string metric) => CountLine()
        .Matches(scraped)
        .Where(m => m.Groups["metric"].Value == metric)
        .Sum(m => long.Parse(m.Groups["count"].Value, CultureInfo.InvariantCulture));

    [GeneratedRegex(@"^(?<metric>\w+)_count\{[^}]*\} (?<count>\d+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex CountLine();
}
