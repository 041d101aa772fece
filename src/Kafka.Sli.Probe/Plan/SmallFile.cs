using System.Text;

namespace Kafka.Sli.Probe.Plan;

/// <summary>A text that is a file of at most a megabyte: whatever has no end is not read to it.</summary>
internal static class SmallFile
{
    private const int Largest = 1024 * 1024;

    /// <returns><see langword="null"/> when there is more.</returns>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static string? Read(string path)
    {
        using var file = File.OpenRead(path);
        var bytes = new byte[Largest + 1];
        var length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        using var reader = new StreamReader(new MemoryStream(bytes, 0, length), Encoding.UTF8);
        return length > Largest ? null : reader.ReadToEnd();
    }
}
