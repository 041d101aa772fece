using System.Diagnostics;

namespace Kafka.Sli.Probe.Tests.Slo;

/// <summary>Prometheus' own checker of rules.</summary>
internal static class Promtool
{
    private static readonly bool IsInstalled =
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "promtool")));

    /// <summary>Skips the test where it is not there.</summary>
    public static void Require() => Assert.SkipUnless(IsInstalled, "promtool is not installed (Debian: apt-get install prometheus)");

    public static async Task IsContentAsync(params string[] arguments)
    {
        using var promtool = Process.Start(new ProcessStartInfo("promtool", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = promtool.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = promtool.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await promtool.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(promtool.ExitCode == 0, await output + await errors);
    }
}
