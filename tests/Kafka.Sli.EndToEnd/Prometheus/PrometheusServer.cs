using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Kafka.Sli.EndToEnd.Prometheus;

/// <summary>A real Prometheus that scrapes each second. It is gone with this process, however that ends.</summary>
internal sealed class PrometheusServer : IAsyncDisposable
{
    private static readonly string? Program = Installed.Find("PROMETHEUS", "prometheus");

    /// <summary>Runs until its standard input ends, which it does with the process that holds the other end.</summary>
    private const string Script = """
        trap '' INT TERM HUP
        folder=$1; shift
        "$@" </dev/null & server=$!
        read -r _
        kill "$server"; wait "$server"
        rm -rf "$folder"
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly Task<string> _log;
    private readonly HttpClient _http;

    private PrometheusServer(Process process, Uri address)
    {
        _process = process;
        _log = process.StandardError.ReadToEndAsync();
        _http = new HttpClient { BaseAddress = address, Timeout = Patience };
        Api = new PrometheusApi(_http);
    }

    /// <summary>Why there is none on this machine, or <see langword="null"/>.</summary>
    public static string? WhyNot => Program is null ? "there is no prometheus (Debian: apt-get install prometheus), or PROMETHEUS does not say where" : null;

    public PrometheusApi Api { get; }

    /// <param name="targets">What is scraped, by its job.</param>
    /// <param name="rules">The text of a file of rules.</param>
    public static async Task<PrometheusServer> StartAsync(IReadOnlyDictionary<string, Uri> targets, string? rules = null)
    {
        var folder = Directory.CreateTempSubdirectory("kafka-sli-prometheus").FullName;
        var configuration = Path.Combine(folder, "prometheus.yml");
        await File.WriteAllTextAsync(configuration, Configuration(targets, rules is not null));
        if (rules is not null)
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "rules.yml"), rules);
        }

        var address = string.Create(CultureInfo.InvariantCulture, $"{IPAddress.Loopback}:{FreePort()}");
        var process = Process.Start(new ProcessStartInfo("bash", ["-c", Script, "prometheus", folder, Program!, $"--config.file={configuration}", $"--storage.tsdb.path={folder}/data", $"--web.listen-address={address}", "--enable-feature=exemplar-storage", "--log.level=warn"])
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
        })!;
        var server = new PrometheusServer(process, new Uri($"http://{address}"));
        await server.IsReadyAsync();
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        await _log;
        _process.Dispose();
    }

    private static string Configuration(IReadOnlyDictionary<string, Uri> targets, bool hasRules) =>
        $"global: {{ scrape_interval: 1s, evaluation_interval: 1s }}\n{(hasRules ? "rule_files: [ rules.yml ]\n" : "")}scrape_configs:\n"
        + string.Concat(targets.Select(t => $"- {{ job_name: '{t.Key}', static_configs: [ {{ targets: [ '{t.Value.Authority}' ] }} ] }}\n"));

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task IsReadyAsync()
    {
        for (var watch = Stopwatch.StartNew(); ; await Task.Delay(100))
        {
            try
            {
                using var answer = await _http.GetAsync(new Uri("/-/ready", UriKind.Relative));
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException) when (watch.Elapsed < Patience)
            {
                // It does not listen yet.
            }

            if (watch.Elapsed > Patience)
            {
                _process.StandardInput.Close();
                throw new PrometheusException($"Prometheus does not become ready: {await _log}");
            }
        }
    }
}
