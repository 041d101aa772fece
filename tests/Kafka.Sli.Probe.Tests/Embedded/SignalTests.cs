using System.Globalization;
using System.Runtime.InteropServices;
using Kafka.Sli.Probe.Embedded;

namespace Kafka.Sli.Probe.Tests.Embedded;

public partial class SignalTests
{
    private const int Continue = 18;

    [Fact]
    public async Task A_cluster_outlives_the_signals_that_its_process_handles()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("Threads are looked up in /proc.");
            return;
        }

        using var handled = PosixSignalRegistration.Create(PosixSignal.SIGCONT, _ => { });
        using var cluster = EmbeddedCluster.Start(brokers: 1);
        cluster.CreateTopic("orders", partitions: 1);
        using var producer = Clients.Producer(cluster, ("message.timeout.ms", "5000"));
        await Clients.SendAsync(producer, "orders", 0);

        var threads = Directory.GetDirectories("/proc/self/task").Where(IsOfCluster).Select(t => int.Parse(Path.GetFileName(t), CultureInfo.InvariantCulture));
        Assert.Contains(0, threads.Select(t => SignalThread(Environment.ProcessId, t, Continue)).ToArray());

        await Clients.SendAsync(producer, "orders", 0);
    }

    /// <summary>A thread of another test may end meanwhile.</summary>
    private static bool IsOfCluster(string thread)
    {
        try
        {
            return File.ReadAllText(Path.Combine(thread, "comm")).Trim() == "rdk:mock";
        }
        catch (IOException)
        {
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "tgkill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SignalThread(int process, int thread, int signal);
}
