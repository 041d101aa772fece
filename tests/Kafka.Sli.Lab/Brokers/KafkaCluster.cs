using System.Globalization;
using System.Text.RegularExpressions;
using Kafka.Sli.Lab.Security;

namespace Kafka.Sli.Lab.Brokers;

/// <summary>Apache Kafka: brokers that are processes of their own, with controllers among them (KRaft), a rack each, on free ports.</summary>
internal sealed partial class KafkaCluster : IAsyncDisposable
{
    /// <summary>Where every broker listens.</summary>
    public const string Address = "127.0.0.1";

    private static readonly string[] Logging =
    [
        "status = error", "appender.out.type = Console", "appender.out.target = SYSTEM_ERR", "appender.out.name = OUT", "appender.out.layout.type = PatternLayout",
        "appender.out.layout.pattern = %d{HH:mm:ss.SSS} %-5p %c{1} %m%n", "rootLogger.level = WARN", "rootLogger.appenderRef.out.ref = OUT",
    ];

    private readonly Guard _guard = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("kafka-sli-lab-").FullName;
    private readonly IDisposable _promise;
    private readonly ClusterOptions _options;
    private readonly List<Broker> _brokers = [];
    private string _voters = "";
    private FormattedFolders? _folders;
    private ClusterAdmin? _admin;

    private KafkaCluster(ClusterOptions options)
    {
        _options = options;
        _promise = _guard.Promise($"rm -rf '{_folder}'");
        File.WriteAllLines(LoggingFile, Logging);
        Security = options.IsSecured ? new ClusterSecurity(Path.Combine(_folder, "tls"), Address) : null;
    }

    public IReadOnlyList<Broker> Brokers => _brokers;

    /// <summary>Of the listener without TLS, which lets everybody do everything.</summary>
    public string BootstrapServers => Addresses("PLAINTEXT");

    public ClusterAdmin Admin => _admin ?? throw new InvalidOperationException("the cluster has not started");

    public ClusterSecurity? Security { get; }

    public Guard Guard => _guard;

    private string LoggingFile => Path.Combine(_folder, "log4j2.properties");

    public Broker this[int id] => _brokers.Single(b => b.Id == id);

    public static async Task<KafkaCluster> StartAsync(ClusterOptions options)
    {
        var cluster = new KafkaCluster(options);
        try
        {
            await cluster.StartAsync();
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    public string Addresses(string listener) => string.Join(',', _brokers.Select(b => b.Address(listener)));

    /// <summary>A broker more, which is no controller.</summary>
    public async Task<Broker> JoinAsync(string? dataFolder = null)
    {
        var options = new BrokerOptions(_brokers.Max(b => b.Id) + 1, IsVoter: false, dataFolder);
        var broker = Add(options, controllerPort: 0);
        broker.Start();
        await Admin.UntilRegisteredAsync(broker.Id);
        return broker;
    }

    /// <summary>It will not come back: the cluster forgets it, and so does the disk. No partition may be on it any more.</summary>
    public async Task RemoveAsync(Broker broker)
    {
        if (broker.IsRunning)
        {
            await broker.StopAsync();
        }

        _brokers.Remove(broker);
        await broker.DisposeAsync();
        await Admin.UntilFencedAsync(broker.Id);
        await RunToolAsync("org.apache.kafka.tools.ClusterTool", "unregister", "--bootstrap-server", BootstrapServers, "--id", broker.Id.ToString(CultureInfo.InvariantCulture));
        Directory.Delete(FolderOf(broker.Id), recursive: true);
    }

    /// <summary>Starts what is dead, and waits until every partition of every topic is in sync and led by whom it should be.</summary>
    public async Task HealAsync()
    {
        foreach (var broker in _brokers.Where(b => !b.IsRunning))
        {
            broker.Start();
        }

        await Admin.UntilRegisteredAsync([.. _brokers.Select(b => b.Id)]);
        await Admin.UntilInSyncAsync();
    }

    /// <summary>Who of the controllers is at work. Clients are never told: they are given any broker.</summary>
    public async Task<Broker> ActiveControllerAsync()
    {
        var status = await RunToolAsync("org.apache.kafka.tools.MetadataQuorumCommand", "--bootstrap-server", BootstrapServers, "describe", "--status");
        return this[int.Parse(Leader().Match(status).Groups[1].Value, CultureInfo.InvariantCulture)];
    }

    /// <summary>Runs a main class of the distribution, and waits for its end.</summary>
    public async Task<string> RunToolAsync(params string[] arguments)
    {
        var log = Path.Combine(_folder, $"tool-{Guid.NewGuid():N}.log");
        using var tool = JavaProcess.Start(_guard, log, LoggingFile, [], arguments);
        await tool.EndAsync();
        return await File.ReadAllTextAsync(log);
    }

    /// <summary>Starts a main class of the distribution.</summary>
    /// <returns>It, and the file that it writes to.</returns>
    public (JavaProcess Process, string Log) StartTool(params string[] arguments)
    {
        var log = Path.Combine(_folder, $"tool-{Guid.NewGuid():N}.log");
        return (JavaProcess.Start(_guard, log, LoggingFile, [], arguments), log);
    }

    public async ValueTask DisposeAsync()
    {
        _admin?.Dispose();
        foreach (var broker in _brokers)
        {
            await broker.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
        _promise.Dispose();
        _guard.Dispose();
    }

    private async Task StartAsync()
    {
        var ports = Enumerable.Range(1, _options.Brokers).ToDictionary(id => id, _ => FreePorts.Next());
        _voters = string.Join(',', ports.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Key}@{Address}:{p.Value}")));
        foreach (var (id, port) in ports)
        {
            var broker = Add(new BrokerOptions(id), port);
            if (_folders is null)
            {
                _folders = await FormattedFolders.FormatAsync(_guard, broker, broker.DataFolder, LoggingFile, Security?.ScramCredentials ?? []);
            }

            broker.Start();
        }

        _admin = NetworkNamespace.Run(_options.Network, () => new ClusterAdmin(BootstrapServers, () => string.Join("\n", _brokers.Select(b => b.LastLines()))));
        await Admin.UntilRegisteredAsync([.. ports.Keys]);
    }

    private string FolderOf(int broker) => Path.Combine(_folder, broker.ToString(CultureInfo.InvariantCulture));

    private Broker Add(BrokerOptions options, int controllerPort)
    {
        var folder = FolderOf(options.Id);
        var configuration = new BrokerConfiguration(_options, options, _voters, controllerPort, folder, Security);
        var broker = new Broker(_guard, options, configuration, _options.Network?.Prefix ?? [], folder, LoggingFile);
        _folders?.Copy(options.Id, configuration);
        _brokers.Add(broker);
        return broker;
    }

    [GeneratedRegex(@"LeaderId:\s+(\d+)")]
    private static partial Regex Leader();
}
