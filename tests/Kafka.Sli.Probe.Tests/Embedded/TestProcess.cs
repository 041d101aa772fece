using System.Diagnostics;

namespace Kafka.Sli.Probe.Tests.Embedded;

/// <summary>Another process that runs one of this assembly's explicit tests.</summary>
internal static class TestProcess
{
    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(string testMethod, params (string Key, string Value)[] environment)
    {
        // As this process was started: by its own host, or by dotnet.
        var host = Environment.ProcessPath!;
        var own = Path.GetFileNameWithoutExtension(host) != "dotnet";
        var start = new ProcessStartInfo(host, [.. own ? (string[])[] : ["exec", typeof(TestProcess).Assembly.Location], "--explicit", "only", "--filter-method", testMethod])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (key, value) in environment)
        {
            start.Environment[key] = value;
        }

        using var process = Process.Start(start)!;
        var cancelled = TestContext.Current.CancellationToken;
        var output = process.StandardOutput.ReadToEndAsync(cancelled);
        var error = process.StandardError.ReadToEndAsync(cancelled);
        await process.WaitForExitAsync(cancelled);
        return (process.ExitCode, await output, await error);
    }
}
