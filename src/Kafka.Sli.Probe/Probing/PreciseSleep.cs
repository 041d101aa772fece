using System.Runtime.InteropServices;

namespace Kafka.Sli.Probe.Probing;

/// <summary>
/// Sleeps to less than a tenth of a millisecond where the system can: Thread.Sleep rounds to whole milliseconds, and
/// being late counts as latency.
/// </summary>
internal static partial class PreciseSleep
{
    private const long NanosecondsPerSecond = 1_000_000_000;

    /// <summary>Sleeps for about that long; a signal may end it early, so the caller looks at the clock again.</summary>
    public static void For(TimeSpan time)
    {
        if (OperatingSystem.IsLinux())
        {
            var nanoseconds = (long)time.TotalNanoseconds;
            _ = NanoSleep(new TimeSpec((nint)(nanoseconds / NanosecondsPerSecond), (nint)(nanoseconds % NanosecondsPerSecond)), 0);
        }
        else
        {
            Thread.Sleep((int)Math.Ceiling(time.TotalMilliseconds));
        }
    }

    [LibraryImport("libc", EntryPoint = "nanosleep")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int NanoSleep(in TimeSpec request, nint remaining);

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct TimeSpec(nint Seconds, nint Nanoseconds);
}
