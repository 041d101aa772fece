using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Kafka.Sli.Lab.Brokers;

/// <summary>
/// A network of its own, with nothing in it but a loopback interface, on which packets can be dropped without touching the machine's. Processes are started in it; and clients of this process are in it that a thread makes which is:
/// librdkafka's threads are where the one was that began them.
/// </summary>
internal sealed partial class NetworkNamespace : IDisposable
{
    private const int NewNetwork = 0x40000000;

    private readonly Guard _guard = new();
    private readonly IDisposable _promise;
    private readonly string _name = $"kafka-sli-lab-{Environment.ProcessId}";

    public NetworkNamespace()
    {
        _promise = _guard.Promise($"ip netns del {_name}");
        ShellCommand.Run($"ip netns add {_name}");
        ShellCommand.Run($"ip -n {_name} link set lo up");
        ShellCommand.Run($"{string.Join(' ', Prefix)} nft 'add table inet lab; add chain inet lab in {{ type filter hook input priority 0; }}'");
    }

    /// <summary>Why there is none here; <see langword="null"/> where there can be.</summary>
    public static string? WhyNot { get; } =
        Environment.UserName != "root" ? "a network of one's own needs root"
        : !ShellCommand.IsThere("ip") ? "ip was not found: Debian's iproute2"
        : !ShellCommand.IsThere("nft") ? "nft was not found: Debian's nftables"
        : null;

    /// <summary>What a process is run by that is to be in it.</summary>
    public string[] Prefix => ["ip", "netns", "exec", _name];

    /// <summary>Does something in a network, or where it is when there is none.</summary>
    public static T Run<T>(NetworkNamespace? network, Func<T> make) => network is null ? make() : network.Run(make);

    /// <summary>From now on no packet reaches a port: nobody is told, connections that there are stand still.</summary>
    public void Cut(int port) => ShellCommand.Run($"{string.Join(' ', Prefix)} nft add rule inet lab in tcp dport {port} drop");

    /// <summary>They do again.</summary>
    public void Mend() => ShellCommand.Run($"{string.Join(' ', Prefix)} nft flush chain inet lab in");

    public void Dispose()
    {
        ShellCommand.Run($"ip netns del {_name}");
        _promise.Dispose();
        _guard.Dispose();
    }

    private T Run<T>(Func<T> make)
    {
        T made = default!;
        Exception? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                using var there = File.OpenHandle($"/var/run/netns/{_name}");
                Assert.Equal(0, Enter(there, NewNetwork));
                made = make();
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                failure = e;
            }
        });
        thread.Start();
        thread.Join();
        return failure is null ? made : throw new InvalidOperationException("it could not be made in a network of its own", failure);
    }

    [LibraryImport("libc", EntryPoint = "setns")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Enter(SafeFileHandle there, int kind);
}
