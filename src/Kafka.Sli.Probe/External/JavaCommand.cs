using System.Reflection;
using Kafka.Sli.Probe.Plan;

namespace Kafka.Sli.Probe.External;

/// <summary>How the Java client is started: from its one source file, by a JDK, with the libraries of a Kafka distribution.</summary>
internal static class JavaCommand
{
    private const string SourceFile = "KafkaSliClient.java";

    private static readonly Lock Unpacking = new();
    private static string? _source;

    /// <summary>A small heap and one collector thread, as a service that sends little would have: the probe shall not take the machine from what it measures.</summary>
    private static readonly string[] Options = ["-Xms64m", "-Xmx256m", "-XX:+UseSerialGC"];

    /// <exception cref="ProbeException">Java, or the client's libraries, are not there.</exception>
    public static IReadOnlyList<string> For(CellPlan plan)
    {
        var java = FindJava();
        return [java, .. Options, "-cp", Path.Combine(FindLibs(plan), "*"), Source()];
    }

    private static string FindJava()
    {
        var name = OperatingSystem.IsWindows() ? "java.exe" : "java";
        var home = Environment.GetEnvironmentVariable("JAVA_HOME") is { Length: > 0 } set ? set : null;
        var folders = home is not null ? [Path.Combine(home, "bin")] : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        var java = folders.Where(f => f.Length > 0).Select(f => Path.Combine(f, name)).FirstOrDefault(File.Exists) ?? throw ProbeException.BadUsage(home is not null
            ? $"client: java: JAVA_HOME={home}: there is no {Path.Combine("bin", name)} in it; set it to a JDK 17 or newer, or unset it for the one on the PATH"
            : "client: java: there is no java on the PATH, and JAVA_HOME is not set; install a JDK 17 or newer (Debian: openjdk-17-jdk-headless)");
        var real = File.ResolveLinkTarget(java, returnFinalTarget: true)?.FullName ?? java;
        return File.Exists(Path.Combine(Path.GetDirectoryName(real)!, name.Replace("java", "javac", StringComparison.Ordinal)))
            ? java
            : throw ProbeException.BadUsage($"client: java: {java} has no compiler, and the client is run from its source; install a JDK 17 or newer (Debian: openjdk-17-jdk-headless)");
    }

    private static string FindLibs(CellPlan plan)
    {
        var (key, folder) = plan.Libs is { } libs ? ($"libs: {libs}", libs)
            : Environment.GetEnvironmentVariable("KAFKA_HOME") is { Length: > 0 } home ? ($"KAFKA_HOME={home}", Path.Combine(home, "libs"))
            : throw ProbeException.BadUsage("client: java: nothing says where its libraries are; set libs: in the profile, or KAFKA_HOME to an unpacked Kafka distribution");
        return HasClient(folder)
            ? folder
            : throw ProbeException.BadUsage($"client: java: {key}: there is no kafka-clients-*.jar in {folder}; give the folder of an unpacked Kafka distribution's libs");
    }

    private static bool HasClient(string folder)
    {
        try
        {
            return Directory.Exists(folder) && Directory.EnumerateFiles(folder, "kafka-clients-*.jar").Any();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw ProbeException.BadUsage($"client: java: {folder} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>A clean-up of temporary files may have taken it since the last client was started.</summary>
    internal static string Source()
    {
        lock (Unpacking)
        {
            return File.Exists(_source) ? _source : _source = Unpack();
        }
    }

    /// <summary>The launcher wants a file; it is this user's alone.</summary>
    private static string Unpack()
    {
        using var source = Assembly.GetExecutingAssembly().GetManifestResourceStream(SourceFile) ?? throw new InvalidOperationException($"{SourceFile} is not in the assembly");
        try
        {
            var folder = Directory.CreateTempSubdirectory("kafka-sli-probe-").FullName;
            AppDomain.CurrentDomain.ProcessExit += (_, _) => Remove(folder);
            var path = Path.Combine(folder, SourceFile);
            using var file = File.Create(path);
            source.CopyTo(file);
            return path;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw ProbeException.BadUsage($"client: java: its source cannot be written to {Path.GetTempPath()}: {e.Message}; set TMPDIR to a folder that can be written to", e);
        }
    }

    private static void Remove(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It is gone, or stays: no reason to end in any other way than in order.
        }
    }
}
