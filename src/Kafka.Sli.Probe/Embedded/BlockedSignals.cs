using System.Runtime.InteropServices;

namespace Kafka.Sli.Probe.Embedded;

/// <summary>
/// No signal is delivered to this thread meanwhile, nor ever to those that it begins meanwhile: they inherit its mask. librdkafka sees to that for the threads of its clients, but not for
/// the one of its mock cluster, which ends without a word when a signal interrupts its poll(2): a SIGHUP, a SIGCONT, a terminal that is resized.
/// </summary>
internal readonly ref partial struct BlockedSignals
{
    // A sigset_t has 128 bytes on Linux and 4 on macOS.
    private const int SetSize = 128;

    private readonly byte[]? _before;

    private BlockedSignals(byte[]? before) => _before = before;

    private static int Replace => OperatingSystem.IsMacOS() ? 3 : 2;

    public static BlockedSignals OnThisThread()
    {
        if (OperatingSystem.IsWindows())
        {
            return default;
        }

        Span<byte> all = stackalloc byte[SetSize];
        var before = new byte[SetSize];
        return FillSet(all) == 0 && SetMask(Replace, all, before) == 0 ? new(before) : default;
    }

    public void Dispose()
    {
        if (_before is not null)
        {
            _ = SetMask(Replace, _before, new byte[SetSize]);
        }
    }

    [LibraryImport("libc", EntryPoint = "sigfillset")]
    private static partial int FillSet(Span<byte> set);

    [LibraryImport("libc", EntryPoint = "pthread_sigmask")]
    private static partial int SetMask(int how, ReadOnlySpan<byte> set, Span<byte> before);
}
