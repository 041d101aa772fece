namespace Kafka.Sli.Tests.Shared;

/// <summary>The repository that the tests were built from, for what it publishes beside the code.</summary>
internal static class Repository
{
    public static string File(params string[] path)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!System.IO.File.Exists(Path.Combine(folder.FullName, "Kafka.Sli.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException($"no Kafka.Sli.sln above {AppContext.BaseDirectory}");
        }

        return Path.Combine([folder.FullName, .. path]);
    }
}
