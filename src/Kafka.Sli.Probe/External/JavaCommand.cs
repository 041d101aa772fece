using System.Reflection;
using Kafka.Sli.Probe.Plan;

namespace Kafka.Sli.Probe.External;

/// <summary>How the Java client is started: from its one source file, by a JDK, with the libraries of a Kafka distribution.</summary>
internal static class JavaCommand
{
    private const string SourceFile = "KafkaSliClient.java";

    private static readonly Lazy<string> Source = new(Unpack);

    /// <summary>A small heap and one collector thread, as a service that sends little would have: the probe shall not take the machine from what it measures.</summary>
    private static readonly string[] Options = ["-Xms64m", "-Xmx256m", "-XX:+UseSerialGC"];

    /// <exception cref="ProbeException">Java, or the client's libraries, are not there.</exception>
    public static IReadOnlyList<string> For(CellPlan plan)
    {
        var java = FindJava();
        return [java, .. Options, "-cp", Path.Combine(FindLibs(plan), "*"), Source.Value];
    }

    private static string FindJava()
    {
        var name = OperatingSystem.IsWindows() ? "java.exe" : "java";
        var folders = Environment.GetEnvironmentVariable("JAVA_HOME") is { Length: > 0 } home ? [Path.Combine(home, "bin")] : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        var java = folders.Where(f => f.Length > 0).Select(f => Path.Combine(f, name)).FirstOrDefault(File.Exists)
            ?? throw ProbeException.BadUsage("client: java: there is no java on the PATH, nor by JAVA_HOME; install a JDK 17 or newer (Debian: openjdk-17-jdk-headless)");
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
        return Directory.Exists(folder) && Directory.EnumerateFiles(folder, "kafka-clients-*.jar").Any()
            ? folder
            : throw ProbeException.BadUsage($"client: java: {key}: there is no kafka-clients-*.jar in {folder}; give the folder of an unpacked Kafka distribution's libs");
    }

    /// <summary>The launcher wants a file; it is this user's alone.</summary>
    private static string Unpack()
    {
        using var source = Assembly.GetExecutingAssembly().GetManifestResourceStream(SourceFile) ?? throw new InvalidOperationException($"{SourceFile} is not in the assembly");
        var path = Path.Combine(Directory.CreateTempSubdirectory("kafka-sli-probe-").FullName, SourceFile);
        using var file = File.Create(path);
        source.CopyTo(file);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
        return path;
    }
}
