using System.Diagnostics;
using System.Text.RegularExpressions;
using Kafka.Sli.Lab.Brokers;

namespace Kafka.Sli.Lab.Security;

/// <summary>The probe's process, with a plan that logs in, and all that it ever wrote.</summary>
internal sealed partial class SecuredProbe : IAsyncDisposable
{
    private const string Variable = "LAB_PASSWORD";

    private readonly string _folder = Directory.CreateTempSubdirectory("kafka-sli-lab-probe-").FullName;
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly LogIn _logIn;
    private readonly List<IDisposable> _promises = [];
    private readonly List<string> _written = [];

    /// <param name="cluster">The cluster.</param>
    /// <param name="logIn">How it connects.</param>
    /// <param name="prefix">What the names of its topics begin with.</param>
    /// <param name="arguments">Of the command line; <c>PLAN</c> stands for its plan, and <c>JUNIT</c> for a report.</param>
    public SecuredProbe(KafkaCluster cluster, LogIn logIn, string prefix, params string[] arguments)
    {
        _logIn = logIn;
        _promises.Add(cluster.Guard.Promise($"rm -rf '{_folder}'"));
        var plan = Path.Combine(_folder, "probe.yaml");
        File.WriteAllText(plan, $$"""
            clusters:
              main:
            {{string.Join('\n', logIn.PropertiesButPassword.Select(p => $"    {p.Key}: '{p.Value}'"))}}
                sasl.password: ${{{Variable}}}
                topic.prefix: {{prefix}}
            loads:
              steady: { rate: 50/s, size: 100B }
            """);
        Process = ProbeProcess.Start([(Variable, logIn.User.Password)], [.. arguments.Select(a => a is "PLAN" ? plan : a is "JUNIT" ? JUnitFile : a)]);
        _promises.Add(cluster.Guard.Promise($"kill -KILL {Process.Id}"));
    }

    public ProbeProcess Process { get; }

    public string JUnitFile => Path.Combine(_folder, "report.xml");

    /// <summary>The topic of the plan's one cell.</summary>
    public static string Topic(string prefix) => $"{prefix}.main.default.steady";

    /// <summary>Since it was started, in seconds.</summary>
    public double Elapsed => _watch.Elapsed.TotalSeconds;

    public static string Table(string line) => Addresses().Replace(line.Replace("kafka-sli-probe: ", "", StringComparison.Ordinal).Trim(), "broker");

    public async Task<string> ScrapeAsync()
    {
        using var http = new HttpClient { BaseAddress = await Process.Address };
        var text = await http.GetStringAsync(new Uri("metrics", UriKind.Relative), TestContext.Current.CancellationToken);
        _written.Add(text);
        return text;
    }

    /// <summary>Waits for its end, and has looked for the password in all that it wrote.</summary>
    public async Task<(int ExitCode, string Output, string Errors)> EndAsync()
    {
        var end = await Process.EndAsync();
        _watch.Stop();
        _written.AddRange([end.Output, end.Errors, File.Exists(JUnitFile) ? await File.ReadAllTextAsync(JUnitFile, TestContext.Current.CancellationToken) : ""]);
        Assert.All(_written, text => Assert.DoesNotContain(_logIn.User.Password, text, StringComparison.Ordinal));
        return end;
    }

    public async ValueTask DisposeAsync()
    {
        await Process.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
        _promises.ForEach(p => p.Dispose());
    }

    [GeneratedRegex(@"127\.0\.0\.1:\d+(,127\.0\.0\.1:\d+)*")]
    private static partial Regex Addresses();
}
