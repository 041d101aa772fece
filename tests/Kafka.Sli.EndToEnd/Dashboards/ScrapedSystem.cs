using System.Diagnostics;
using Kafka.Sli.EndToEnd.Dashboards;
using Kafka.Sli.EndToEnd.Prometheus;
using Kafka.Sli.EndToEnd.Services;

[assembly: AssemblyFixture(typeof(ScrapedSystem))]

namespace Kafka.Sli.EndToEnd.Dashboards;

/// <summary>A probe on an embedded cluster and a service, scraped by a real Prometheus for long enough to have told of themselves.</summary>
public sealed class ScrapedSystem : IAsyncLifetime
{
    public const string Plan = """
        clusters: { main: { bootstrap.servers: embedded } }
        profiles: { service: { producer: { linger.ms: 5 } } }
        loads: { steady: { rate: 50/s } }
        objectives:
          - "produce: 99% < 500ms over 7d"
          - "delivery: 99% < 1s as fresh"
        matrix: { acks: [all, 1] }
        """;

    /// <summary>What is there last, and how many series of it: of each cell, and of the service.</summary>
    private static readonly (string Query, int Series)[] Told =
    [
        ("count_over_time(kafka_sli_offset_commit_duration_seconds_count[2m]) > 6", 3),
        ("count_over_time(kafka_sli_transaction_duration_seconds_count{messaging_operation_name=\"\"}[2m]) > 6", 1),
    ];

    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;
    private ProbeProcess? _probe;
    private MeasuredService? _service;
    private PrometheusServer? _prometheus;

    internal PrometheusApi Prometheus => _prometheus!.Api;

    /// <summary>How long ago all of it began: some of it is told once, when it starts, however long other tests have run since.</summary>
    internal TimeSpan Age => _watch.Elapsed;

    public string PlanPath => Path.Combine(_folder, "plan.yaml");

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(PlanPath, Plan);
        if (PrometheusServer.WhyNot is not null)
        {
            return;
        }

        _probe = ProbeProcess.Start("run", PlanPath, "--listen", "127.0.0.1:0");
        _service = await MeasuredService.StartAsync();
        _prometheus = await PrometheusServer.StartAsync(new Dictionary<string, Uri> { ["probe"] = await _probe.Address, ["shop"] = _service.Address });
        foreach (var (query, series) in Told)
        {
            await UntilAsync(query, found => found.Count >= series);
        }
    }

    /// <summary>Waits until what an expression is now is as it should be.</summary>
    internal async Task UntilAsync(string query, Func<IReadOnlyList<Series>, bool> isReached)
    {
        for (var watch = Stopwatch.StartNew(); ; await Task.Delay(200))
        {
            var found = await Prometheus.QueryAsync(query);
            if (isReached(found))
            {
                return;
            }

            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(60), $"{query} is {string.Join(' ', found.Select(f => f.Values[0]))}");
        }
    }

    /// <summary>Takes a broker of the probe's cluster away, until what is returned is disposed of.</summary>
    public async Task<IAsyncDisposable> BreakBrokerAsync()
    {
        var broken = new BrokenBroker(new Uri(await _probe!.Address, "/api/v1/clusters/main/brokers/1/down"));
        await broken.TakeDownAsync();
        return broken;
    }

    public async ValueTask DisposeAsync()
    {
        await (_prometheus?.DisposeAsync() ?? default);
        await (_service?.DisposeAsync() ?? default);
        await (_probe?.DisposeAsync() ?? default);
        Directory.Delete(_folder, recursive: true);
    }

    private sealed class BrokenBroker(Uri down) : IAsyncDisposable
    {
        private readonly HttpClient _http = new();

        public async Task TakeDownAsync()
        {
            using var answer = await _http.PutAsync(down, content: null);
            answer.EnsureSuccessStatusCode();
        }

        public async ValueTask DisposeAsync()
        {
            using var answer = await _http.DeleteAsync(down);
            _http.Dispose();
        }
    }
}
