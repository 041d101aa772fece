using Kafka.Sli.Lab.Brokers;

namespace Kafka.Sli.Lab.External;

/// <summary>The libraries of a Java client, and beside them an observer that the client itself loads (<see cref="Interceptor"/>) and that knows nothing of the probe.</summary>
internal sealed class ObservedLibs : IDisposable
{
    /// <summary>The value of <c>interceptor.classes</c>, of a producer and of a consumer.</summary>
    public const string Interceptor = "LatencyObserver";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("observed-libs-");
    private readonly DirectoryInfo _observed;

    private ObservedLibs() => _observed = _folder.CreateSubdirectory("observed");

    /// <summary>What <c>libs:</c> of a profile says.</summary>
    public string Libs => Path.Combine(_folder.FullName, "libs");

    /// <summary>Why there is none here; <see langword="null"/> where there is.</summary>
    public static string? WhyNot => KafkaHome.WhyNot ?? (ShellCommand.IsThere("javac") && ShellCommand.IsThere("jar") ? null : "javac or jar was not found: Debian's openjdk-17-jdk-headless has them");

    public static ObservedLibs Build()
    {
        var libs = new ObservedLibs();
        var classes = libs._folder.CreateSubdirectory("classes").FullName;
        Directory.CreateDirectory(libs.Libs);
        foreach (var jar in Directory.GetFiles(Path.GetDirectoryName(KafkaHome.ClassPath)!, "*.jar"))
        {
            File.CreateSymbolicLink(Path.Combine(libs.Libs, Path.GetFileName(jar)), jar);
        }

        File.WriteAllText(Path.Combine(classes, "latency-observer.folder"), libs._observed.FullName);
        ShellCommand.Run($"javac -cp '{KafkaHome.ClassPath}' -d '{classes}' '{Repository.File("tests", "Kafka.Sli.Lab", "External", "LatencyObserver.java")}'");
        ShellCommand.Run($"jar cf '{Path.Combine(libs.Libs, "latency-observer.jar")}' -C '{classes}' .");
        return libs;
    }

    /// <summary>What was seen until now, or a tenth of a second before.</summary>
    public ObservedMessages Read() => new([.. _observed.GetFiles("*.csv").SelectMany(f => File.ReadLines(f.FullName))]);

    public void Dispose() => _folder.Delete(recursive: true);
}
