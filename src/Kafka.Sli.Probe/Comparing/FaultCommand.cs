using System.Diagnostics;

namespace Kafka.Sli.Probe.Comparing;

/// <summary>A fault that its user makes, by a command of a shell: the probe itself does no harm to a cluster.</summary>
internal static class FaultCommand
{
    /// <summary>What it has said is there by then: what it has left in the background may hold its streams open for as long as it likes.</summary>
    private static readonly TimeSpan LongestWords = TimeSpan.FromMilliseconds(500);

    /// <summary>How long one is waited for when it is told to stop; then it is ended.</summary>
    public static TimeSpan LongestEnd { get; } = TimeSpan.FromSeconds(10);

    /// <param name="command">Of the shell.</param>
    /// <param name="longestEnd">See <see cref="LongestEnd"/>.</param>
    /// <param name="stop">Asks for an end.</param>
    /// <exception cref="ProbeException">It did not end with 0.</exception>
    public static async Task RunAsync(string command, TimeSpan longestEnd, CancellationToken stop)
    {
        using var process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", command]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        _ = new ChildWords(process.StandardOutput);
        var errors = new ChildWords(process.StandardError);
        await EndAsync(process, longestEnd, stop);
        await Task.WhenAny(errors.End, Task.Delay(LongestWords, CancellationToken.None));
        if (process.ExitCode != 0)
        {
            throw ProbeException.BadUsage($"'{command}' ended with {process.ExitCode}{(errors.ToString() is { Length: > 0 } said ? $": {said}" : "")}");
        }
    }

    private static async Task EndAsync(Process process, TimeSpan longestEnd, CancellationToken stop)
    {
        try
        {
            await process.WaitForExitAsync(stop);
        }
        catch (OperationCanceledException)
        {
            // What takes it back must not overtake it.
            await Task.WhenAny(process.WaitForExitAsync(CancellationToken.None), Task.Delay(longestEnd, CancellationToken.None));
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }

            throw;
        }
    }
}
