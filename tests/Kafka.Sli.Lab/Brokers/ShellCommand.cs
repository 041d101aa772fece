using System.Diagnostics;

namespace Kafka.Sli.Lab.Brokers;

/// <summary>A command of the machine, run to its end.</summary>
internal static class ShellCommand
{
    public static bool IsThere(string command) => TryRun($"command -v {command}") is (0, _);

    /// <returns>Its exit code, and all that it said.</returns>
    public static (int ExitCode, string Output) TryRun(string command)
    {
        using var process = Process.Start(new ProcessStartInfo("bash", ["-c", $"{{ {command}\n}} 2>&1"]) { RedirectStandardOutput = true, RedirectStandardInput = true })!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output.Trim());
    }

    public static string Run(string command) => TryRun(command) is (0, var output) ? output : throw new InvalidOperationException($"{command}: {TryRun(command).Output}");
}
