using System.Diagnostics;
using Kafka.Sli.Probe.Embedded;

namespace Kafka.Sli.Benchmarks;

/// <summary>An embedded cluster in a process of its own, so that its work is not taken for the clients'.</summary>
internal sealed class ClusterProcess : IDisposable
{
    public const string Command = "cluster";
    public const int Partitions = 8;

    private readonly Process _process;

    private ClusterProcess(Process process, string bootstrap)
    {
        _process = process;
        BootstrapServers = bootstrap;
    }

    public string BootstrapServers { get; }

    public static ClusterProcess Start()
    {
        var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [typeof(ClusterProcess).Assembly.Location, Command])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        return new ClusterProcess(process, process.StandardOutput.ReadLine()!);
    }

    /// <summary>What the child process does: it says where it is, and ends with its standard input.</summary>
    public static void Serve()
    {
        using var cluster = EmbeddedCluster.Start(brokers: 1);
        cluster.CreateTopic(Clients.Topic, Partitions);
        Console.WriteLine(cluster.BootstrapServers);
        Console.In.ReadToEnd();
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
