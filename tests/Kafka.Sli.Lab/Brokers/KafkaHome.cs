namespace Kafka.Sli.Lab.Brokers;

/// <summary>The Kafka distribution that the lab runs.</summary>
internal static class KafkaHome
{
    private static readonly string? Configured = Environment.GetEnvironmentVariable("KAFKA_HOME") is { Length: > 0 } home ? Path.GetFullPath(home) : null;

    /// <summary>Why there is no lab here; <see langword="null"/> where there is one.</summary>
    public static string? WhyNot { get; } =
        Configured is null ? "KAFKA_HOME is not set: it names an unpacked Kafka distribution (4.x)"
        : !OperatingSystem.IsLinux() ? "faults are made by Linux's signals"
        : !Directory.Exists(Path.Combine(Configured, "libs")) ? "KAFKA_HOME has no folder libs: it names an unpacked Kafka distribution (4.x)"
        : !ShellCommand.IsThere("java") ? "java was not found: Java 17 or newer is needed, Debian's openjdk-17-jre-headless"
        : null;

    public static string ClassPath => Path.Combine(Configured!, "libs", "*");

    /// <summary>As the name of its client library says.</summary>
    public static string Version => Path.GetFileNameWithoutExtension(Directory.GetFiles(Path.Combine(Configured!, "libs"), "kafka-clients-*.jar")[0])["kafka-clients-".Length..];
}
