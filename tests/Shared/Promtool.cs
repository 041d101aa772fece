using System.Diagnostics;

namespace Kafka.Sli.Tests.Shared;

/// <summary>Prometheus' own checker of rules.</summary>
internal static class Promtool
{
    private static readonly string? Program = Installed.Find("PROMTOOL", "promtool");

    /// <summary>Skips the test where it is not there.</summary>
    public static void Require() => Assert.SkipWhen(Program is null, "there is no promtool (Debian: apt-get install prometheus), or PROMTOOL does not say where");

    public static async Task IsContentAsync(params string[] arguments)
    {
        using var promtool = Process.Start(new ProcessStartInfo(Program!, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = promtool.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = promtool.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await promtool.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(promtool.ExitCode == 0, await output + await errors);
    }
}
