using System.Runtime.InteropServices;

namespace Kafka.Sli.Probe.Tests.Embedded;

/// <summary>Catches what anything in this process writes to standard error, native code included.</summary>
internal static partial class StandardError
{
    private const int Descriptor = 2;

    public static async Task<string> DuringAsync(Func<Task> act)
    {
        var file = Path.GetTempFileName();
        var kept = Duplicate(Descriptor);
        try
        {
            using (var handle = File.OpenHandle(file, FileMode.Create, FileAccess.Write, FileShare.ReadWrite))
            {
                Assert.NotEqual(-1, DuplicateTo((int)handle.DangerousGetHandle(), Descriptor));
            }

            await act();
        }
        finally
        {
            Assert.NotEqual(-1, DuplicateTo(kept, Descriptor));
            Assert.Equal(0, Close(kept));
        }

        var caught = await File.ReadAllTextAsync(file);
        File.Delete(file);
        return caught;
    }

    [LibraryImport("libc", EntryPoint = "dup")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Duplicate(int descriptor);

    [LibraryImport("libc", EntryPoint = "dup2")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int DuplicateTo(int from, int to);

    [LibraryImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Close(int descriptor);
}
