namespace Kafka.Sli.Tests.Shared;

/// <summary>A program of somebody else that a test needs.</summary>
internal static class Installed
{
    /// <param name="variable">The environment variable that says where it is; empty when it is not to be used.</param>
    /// <param name="names">What it may be called, where the variable is not set.</param>
    /// <returns>Where it is; <see langword="null"/> when it is not installed.</returns>
    public static string? Find(string variable, params string[] names) =>
        (Environment.GetEnvironmentVariable(variable) is { } told ? [told] : OnThePath(names)).FirstOrDefault(File.Exists);

    private static IEnumerable<string> OnThePath(string[] names) =>
        names.SelectMany(name => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, name)));
}
