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

    /// <param name="topics">Of one partition each, beside that of the throughput.</param>
    public static ClusterProcess Start(params string[] topics)
    {
        var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [typeof(ClusterProcess).Assembly.Location, Command, .. topics])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        return new ClusterProcess(process, process.StandardOutput.ReadLine()!);
    }

    /// <summary>What the child process does: it says where it is, and ends with its standard input.</summary>
    public static void Serve(IEnumerable<string> topics)
    {
        using var cluster = EmbeddedCluster.Start(brokers: 1);
        cluster.CreateTopic(Clients.Topic, Partitions);
        foreach (var topic in topics)
        {
            cluster.CreateTopic(topic, partitions: 1);
        }

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
