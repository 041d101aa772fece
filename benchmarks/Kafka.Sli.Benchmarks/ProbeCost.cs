using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Kafka.Sli.Benchmarks;

/// <summary>
/// What the probe takes of the machine, and how well it keeps its schedule, by messages a second and by cells. The cluster is a process of its own; the probe's time on the
/// processors is what the scheduler counted for its threads, from the twelfth second of a run on.
/// </summary>
internal static partial class ProbeCost
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(12);
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(12);

    public static async Task RunAsync()
    {
        Console.WriteLine("| cells | messages/s | of a core | resident | median lateness | 99% of sends | late | skipped |");
        Console.WriteLine("|---:|---:|---:|---:|---:|---:|---:|---:|");
        foreach (var (cells, rate) in (List<(int, int)>)[(1, 1), (4, 400), (1, 100), (1, 1_000), (1, 5_000), (10, 100), (10, 1_000), (10, 5_000), (50, 100), (50, 1_000), (50, 5_000)])
        {
            Console.WriteLine(await MeasureAsync(cells, rate));
        }
    }

    private static async Task<string> MeasureAsync(int cells, int rate)
    {
        var names = Enumerable.Range(1, cells).Select(i => $"l{i}").ToArray();
        using var cluster = ClusterProcess.Start([.. names.Select(n => $"kafka-sli-probe.c.default.{n}")]);
        var path = Path.GetTempFileName();
        await File.WriteAllLinesAsync(path, [
            $"clusters: {{ c: {{ bootstrap.servers: '{cluster.BootstrapServers}', manage: false, fetch.wait.max.ms: 50 }} }}",
            "loads:",
            .. names.Select(n => string.Create(CultureInfo.InvariantCulture, $"  {n}: {{ rate: {(double)rate / cells}/s, size: 256B }}"))]);
        using var probe = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "kafka-sli-probe.dll"), "run", path, "--listen", "127.0.0.1:9478", "--json"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var (output, errors) = (probe.StandardOutput.ReadToEndAsync(), probe.StandardError.ReadToEndAsync());
        await Task.Delay(WarmUp);
        var before = ProcessorSeconds(probe);
        await Task.Delay(Measured);
        var share = (ProcessorSeconds(probe) - before) / Measured.TotalSeconds;
        probe.Refresh();
        var resident = probe.WorkingSet64 / 1024.0 / 1024;
        using var http = new HttpClient();
        var scraped = await http.GetStringAsync(new Uri("http://127.0.0.1:9478/metrics"));
        probe.Kill();
        await Task.WhenAll(output, errors);
        File.Delete(path);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {cells} | {rate:N0} | {share:0.0%} | {resident:0} MB | {Lateness(scraped, 0.5)} | {Lateness(scraped, 0.99)} | {Ticks(scraped, "late")} | {Ticks(scraped, "skipped")} |");
    }

    /// <summary>Kernel ticks are too coarse for what sleeps between them: the scheduler's own count is not.</summary>
    private static double ProcessorSeconds(Process process) => Directory
        .GetDirectories($"/proc/{process.Id}/task")
        .Sum(task => long.Parse(File.ReadAllText(Path.Combine(task, "schedstat")).Split(' ')[0], CultureInfo.InvariantCulture)) / 1e9;

    /// <summary>The bound below which so large a part of the sends was.</summary>
    private static string Lateness(string scraped, double part)
    {
        var buckets = Bucket().Matches(scraped)
            .GroupBy(m => m.Groups["bound"].Value)
            .Select(g => (Bound: g.Key, Count: g.Sum(m => long.Parse(m.Groups["count"].Value, CultureInfo.InvariantCulture))))
            .ToArray();
        var found = buckets.First(b => b.Count >= part * buckets.Max(o => o.Count)).Bound;
        return found == "+Inf" ? "more" : $"< {double.Parse(found, CultureInfo.InvariantCulture) * 1000:0.##} ms";
    }

    private static long Ticks(string scraped, string state) => Regex
        .Matches(scraped, $$"""^kafka_sli_probe_schedule_ticks_total\{[^}]*kafka_sli_probe_tick="{{state}}"[^}]*\} (\d+)""", RegexOptions.Multiline)
        .Sum(m => long.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture));

    [GeneratedRegex("""^kafka_sli_probe_schedule_lateness_seconds_bucket\{[^}]*le="(?<bound>[^"]+)"\} (?<count>\d+)""", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Bucket();
}
