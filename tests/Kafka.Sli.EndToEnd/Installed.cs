namespace Kafka.Sli.EndToEnd;

/// <summary>A program of somebody else that a test needs.</summary>
internal static class Installed
{
    /// <returns>Where it is; <see langword="null"/> when it is not installed.</returns>
    public static string? Find(params string[] names) => names
        .SelectMany(name => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, name)))
        .FirstOrDefault(File.Exists);
}
