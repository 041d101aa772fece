using System.Globalization;

namespace Kafka.Sli.Lab.Brokers;

/// <summary>One broker: a process that can be killed, made to stand still, stopped in order, and started again.</summary>
internal sealed class Broker : IAsyncDisposable
{
    private readonly Guard _guard;
    private readonly BrokerConfiguration _configuration;
    private readonly string[] _prefix;
    private readonly string _folder;
    private readonly string _logging;
    private JavaProcess? _process;

    /// <param name="guard">Sees to it that it does not outlive the test run.</param>
    /// <param name="options">What it is to be like.</param>
    /// <param name="configuration">Its properties.</param>
    /// <param name="prefix">What its process is run by.</param>
    /// <param name="folder">Where it keeps what it keeps.</param>
    /// <param name="logging">The configuration of log4j.</param>
    public Broker(Guard guard, BrokerOptions options, BrokerConfiguration configuration, string[] prefix, string folder, string logging)
    {
        (_guard, _configuration, _prefix, _folder, _logging) = (guard, configuration, prefix, folder, logging);
        Id = options.Id;
        Directory.CreateDirectory(configuration.MetadataFolder);
        Directory.CreateDirectory(configuration.DataFolder);
        File.WriteAllText(PropertiesFile, configuration.Text());
    }

    public int Id { get; }

    public string Rack => _configuration.Rack;

    public string DataFolder => _configuration.DataFolder;

    public string LogFile => Path.Combine(_folder, "broker.log");

    public string PropertiesFile => Path.Combine(_folder, "broker.properties");

    public bool IsRunning => _process is { HasExited: false };

    /// <summary>Of the listener that clients and other brokers use.</summary>
    public int Port => _configuration.Listeners.Single(l => l.Name == "PLAINTEXT").Port;

    public string Address(string listener = "PLAINTEXT") => _configuration.Address(listener);

    public void Start()
    {
        _process?.Dispose();
        _process = JavaProcess.Start(_guard, LogFile, _logging, _prefix, "kafka.Kafka", PropertiesFile);
    }

    /// <summary>kill -9: it says goodbye to nobody.</summary>
    public async Task KillAsync()
    {
        _process!.Send(Signal.Kill);
        await _process.EndAsync();
    }

    /// <summary>SIGSTOP: it hangs, and its connections stay open.</summary>
    public void Pause() => _process!.Send(Signal.Stop);

    /// <summary>SIGCONT: it goes on as if nothing had been.</summary>
    public void Resume() => _process!.Send(Signal.Continue);

    /// <summary>SIGTERM: it hands its partitions over, and ends.</summary>
    public async Task StopAsync()
    {
        _process!.Send(Signal.Terminate);
        await _process.EndAsync();
    }

    /// <summary>Whatever it ends of.</summary>
    public Task<int> EndAsync() => _process!.EndAsync();

    /// <summary>The last lines that it wrote, for whoever wonders why it does not come up.</summary>
    public string LastLines() => File.Exists(LogFile)
        ? string.Create(CultureInfo.InvariantCulture, $"broker {Id}: {string.Join(" | ", File.ReadLines(LogFile).TakeLast(8))}")
        : $"broker {Id} has written nothing";

    public ValueTask DisposeAsync()
    {
        _process?.Dispose();
        return ValueTask.CompletedTask;
    }
}
