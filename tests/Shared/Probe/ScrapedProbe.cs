using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Kafka.Sli.Probe.Ledger;

namespace Kafka.Sli.Probe.Shared;

/// <summary>One start of one instance, scraped as Prometheus does: what it said last is all that is known of it.</summary>
internal sealed partial class ScrapedProbe : IAsyncDisposable
{
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(5) };
    private readonly CancellationTokenSource _ended = new();
    private readonly ProbeProcess _process;
    private readonly Task _scraping;
    private Dictionary<LedgerVerdict, long> _counts = [];
    private long _lastBegan;
    private volatile int _scrapes;

    private ScrapedProbe(ProbeProcess process, Uri address)
    {
        _process = process;
        _http.BaseAddress = address;
        _scraping = ScrapeAsync();
    }

    public int Id => _process.Id;

    /// <summary>All that it said when it was last scraped.</summary>
    public string Metrics { get; private set; } = "";

    /// <summary>What it counted, as it was last scraped.</summary>
    public IReadOnlyDictionary<LedgerVerdict, long> Counts => _counts;

    /// <summary>What the counters of a killed one cannot hold: everything since the last scrape began.</summary>
    public TimeSpan SinceLastScrape { get; private set; }

    public string Errors { get; private set; } = "";

    public static async Task<ScrapedProbe> StartAsync(string plan, string instance)
    {
        var process = ProbeProcess.Start("run", plan, "--instance", instance, "--listen", "127.0.0.1:0");
        var probe = new ScrapedProbe(process, await process.Address);
        while (!await probe.IsReadyAsync() || probe._scrapes < 3)
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        return probe;
    }

    /// <summary>SIGTERM, and whatever it does until it is gone.</summary>
    public async Task<int> TerminateAsync()
    {
        _process.SignalTerminate();
        var (exitCode, _, errors) = await _process.EndAsync();
        Errors = errors;
        await _scraping;
        return exitCode;
    }

    public async Task KillAsync()
    {
        _process.SignalKill();
        SinceLastScrape = Stopwatch.GetElapsedTime(Interlocked.Read(ref _lastBegan));
        (_, _, Errors) = await _process.EndAsync();
        await _scraping;
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _scraping;
        await _process.DisposeAsync();
        _http.Dispose();
        _ended.Dispose();
    }

    private async Task<bool> IsReadyAsync() => (await _http.GetAsync(new Uri("readyz", UriKind.Relative), TestContext.Current.CancellationToken)).IsSuccessStatusCode;

    private async Task ScrapeAsync()
    {
        using var timer = new PeriodicTimer(Interval);
        while (!_ended.IsCancellationRequested)
        {
            try
            {
                var began = Stopwatch.GetTimestamp();
                var text = await _http.GetStringAsync(new Uri("metrics", UriKind.Relative), _ended.Token);
                Metrics = text;
                _counts = Row().Matches(text)
                    .GroupBy(m => Enum.Parse<LedgerVerdict>(m.Groups["verdict"].Value, ignoreCase: true), m => long.Parse(m.Groups["count"].Value, CultureInfo.InvariantCulture))
                    .ToDictionary(g => g.Key, g => g.Sum());
                Interlocked.Exchange(ref _lastBegan, began);
                _scrapes++;
                await timer.WaitForNextTickAsync(_ended.Token);
            }
            catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
            {
                // It is gone: what was seen last stays.
                return;
            }
        }
    }

    [GeneratedRegex("""^kafka_sli_probe_messages_total\{[^}]*kafka_sli_probe_verdict="(?<verdict>\w+)"[^}]*\} (?<count>\d+)""", RegexOptions.Multiline)]
    private static partial Regex Row();
}
