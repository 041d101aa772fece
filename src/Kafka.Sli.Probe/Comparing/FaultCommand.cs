using System.Diagnostics;

namespace Kafka.Sli.Probe.Comparing;

/// <summary>A fault that its user makes, by a command of a shell: the probe itself does no harm to a cluster.</summary>
internal static class FaultCommand
{
    /// <exception cref="ProbeException">It did not end with 0.</exception>
    public static async Task RunAsync(string command, CancellationToken stop)
    {
        using var process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", command]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEndAsync(stop);
        var errors = await process.StandardError.ReadToEndAsync(stop);
        await output;
        await process.WaitForExitAsync(stop);
        if (process.ExitCode != 0)
        {
            throw ProbeException.BadUsage($"'{command}' ended with {process.ExitCode}{(errors.Trim() is { Length: > 0 } said ? $": {said.ReplaceLineEndings(" ")}" : "")}");
        }
    }
}
