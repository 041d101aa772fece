namespace Kafka.Sli.Lab.Brokers;

/// <summary>A file system so small that it can be filled.</summary>
internal sealed class SmallDisk : IDisposable
{
    private const int Megabytes = 64;

    private readonly Guard _guard = new();
    private readonly IDisposable _promise;

    public SmallDisk()
    {
        Folder = Directory.CreateTempSubdirectory("kafka-sli-lab-disk-").FullName;
        _promise = _guard.Promise($"umount -l '{Folder}'; rmdir '{Folder}'");
        ShellCommand.Run($"mount -t tmpfs -o size={Megabytes}m tmpfs '{Folder}'");
    }

    /// <summary>Why there is none here; <see langword="null"/> where there can be.</summary>
    public static string? WhyNot { get; } = Environment.UserName == "root" ? null : "mounting a file system needs root";

    public string Folder { get; }

    /// <summary>Leaves no byte free.</summary>
    public void Fill()
    {
        var (exitCode, output) = ShellCommand.TryRun($"cat /dev/zero > '{Path.Combine(Folder, "filling")}'");
        Assert.True(exitCode != 0 && output.Contains("No space left", StringComparison.Ordinal), output);
    }

    public void Dispose()
    {
        ShellCommand.Run($"umount -l '{Folder}' && rmdir '{Folder}'");
        _promise.Dispose();
        _guard.Dispose();
    }
}
