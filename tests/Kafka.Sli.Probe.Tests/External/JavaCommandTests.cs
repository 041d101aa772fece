using Kafka.Sli.Probe.External;

namespace Kafka.Sli.Probe.Tests.External;

/// <summary>Where Java, or its libraries, are missing: one line that says what to install, for whoever runs the probe.</summary>
public sealed class JavaCommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("java-command-");
    private readonly string _plan;

    public JavaCommandTests() => _plan = Path.Combine(_folder.FullName, "probe.yaml");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Without_java_it_says_what_to_install()
    {
        Assert.Equal(
            "client: java: there is no java on the PATH, and JAVA_HOME is not set; install a JDK 17 or newer (Debian: openjdk-17-jdk-headless)", await CheckAsync("", "JAVA_HOME=", $"PATH={_folder.FullName}"));
        Assert.Equal(
            "client: java: JAVA_HOME=/nowhere: there is no bin/java in it; set it to a JDK 17 or newer, or unset it for the one on the PATH", await CheckAsync("", "JAVA_HOME=/nowhere"));
    }

    [Fact]
    public async Task With_a_runtime_that_has_no_compiler_too()
    {
        var home = Jdk(hasCompiler: false);
        var errors = await CheckAsync("", $"JAVA_HOME={home}");

        Assert.Equal($"client: java: {Path.Combine(home, "bin", "java")} has no compiler, and the client is run from its source; install a JDK 17 or newer (Debian: openjdk-17-jdk-headless)", errors);
    }

    [Fact]
    public async Task Without_a_word_on_the_libraries_it_says_where_that_may_stand()
    {
        var home = Jdk();
        var errors = await CheckAsync("", $"JAVA_HOME={home}", "KAFKA_HOME=");

        Assert.Equal("client: java: nothing says where its libraries are; set libs: in the profile, or KAFKA_HOME to an unpacked Kafka distribution", errors);
    }

    [Fact]
    public async Task Where_the_libraries_are_said_to_be_and_are_not_the_folder_is_named()
    {
        var home = Jdk();
        var libs = Path.Combine(_folder.FullName, "own");

        Assert.Equal(
            $"client: java: libs: {libs}: there is no kafka-clients-*.jar in {libs}; give the folder of an unpacked Kafka distribution's libs", await CheckAsync(", libs: own", $"JAVA_HOME={home}"));
        Assert.Equal(
            $"client: java: KAFKA_HOME={home}: there is no kafka-clients-*.jar in {home}/libs; give the folder of an unpacked Kafka distribution's libs", await CheckAsync("", $"JAVA_HOME={home}", $"KAFKA_HOME={home}"));
    }

    [Fact]
    public async Task A_java_that_does_not_run_is_told_with_what_it_says()
    {
        var home = Jdk();
        var libs = Directory.CreateDirectory(Path.Combine(_folder.FullName, "libs"));
        await File.WriteAllTextAsync(Path.Combine(libs.FullName, "kafka-clients-9.9.9.jar"), "", TestContext.Current.CancellationToken);

        Assert.Equal("its process ended with exit code 7: Error: this is no Java", await CheckAsync(", libs: libs", $"JAVA_HOME={home}"));
    }

    [Fact]
    public async Task Where_its_source_cannot_be_put_down_the_folder_is_named()
    {
        var home = Jdk();
        var libs = Directory.CreateDirectory(Path.Combine(_folder.FullName, "libs"));
        await File.WriteAllTextAsync(Path.Combine(libs.FullName, "kafka-clients-9.9.9.jar"), "", TestContext.Current.CancellationToken);
        var errors = await CheckAsync(", libs: libs", $"JAVA_HOME={home}", "TMPDIR=/nowhere");

        Assert.StartsWith("client: java: its source cannot be written to /nowhere/: ", errors, StringComparison.Ordinal);
        Assert.EndsWith("; set TMPDIR to a folder that can be written to", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Its_source_is_put_down_again_where_a_clean_up_has_taken_it()
    {
        File.Delete(JavaCommand.Source());

        Assert.True(File.Exists(JavaCommand.Source()));
    }

    /// <summary>What <c>check</c> says of the one cell, whose place is told before it.</summary>
    private async Task<string> CheckAsync(string profile, params string[] environment)
    {
        await File.WriteAllTextAsync(_plan, $"clusters: {{ c: {{ bootstrap.servers: 'k:9092' }} }}\nprofiles: {{ j: {{ client: java{profile} }} }}\n", TestContext.Current.CancellationToken);
        await using var probe = ProbeProcess.Start([.. environment.Select(e => (e[..e.IndexOf('=', StringComparison.Ordinal)], e[(e.IndexOf('=', StringComparison.Ordinal) + 1)..]))], "check", _plan);
        var (exitCode, output, errors) = await probe.EndAsync();
        Assert.Equal((2, ""), (exitCode, output));
        var place = $"{_plan}:2:13: profiles.j: c/j/default: ";
        Assert.StartsWith(place, errors, StringComparison.Ordinal);
        return errors[place.Length..].TrimEnd();
    }

    /// <summary>A folder that looks like one.</summary>
    private string Jdk(bool hasCompiler = true)
    {
        var bin = Directory.CreateDirectory(Path.Combine(_folder.FullName, "jdk", "bin")).FullName;
        foreach (var name in (string[])(hasCompiler ? ["java", "javac"] : ["java"]))
        {
            File.WriteAllText(Path.Combine(bin, name), "#!/bin/sh\necho 'Error: this is no Java' >&2\nexit 7\n");
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(Path.Combine(bin, name), UnixFileMode.UserRead | UnixFileMode.UserExecute);
            }
        }

        return Path.GetDirectoryName(bin)!;
    }
}
