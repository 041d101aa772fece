using System.Diagnostics;

namespace Kafka.Sli.Lab.Brokers;

/// <summary>A main class of the distribution at work, which says what it says into a file.</summary>
internal sealed class JavaProcess : IDisposable
{
    // Small, and quick to start: three of them share a test machine's two cores with the clients.
    private static readonly string[] Machine = ["-Xms96m", "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData"];

    private readonly Process _process;
    private readonly IDisposable _promise;

    private JavaProcess(Process process, Guard guard)
    {
        _process = process;
        _promise = guard.Promise($"kill -KILL {process.Id}");
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <param name="guard">Sees to it that it does not outlive the test run.</param>
    /// <param name="log">The file that its output is appended to.</param>
    /// <param name="logging">The configuration of log4j.</param>
    /// <param name="prefix">What it is run by: <c>ip netns exec …</c>, or nothing.</param>
    /// <param name="arguments">Of the Java command.</param>
    public static JavaProcess Start(Guard guard, string log, string logging, IEnumerable<string> prefix, params IEnumerable<string> arguments)
    {
        // "exec", here and in what the prefix does: the process that is signalled is Java's.
        string[] command = [.. prefix, "java", .. Machine, $"-Dlog4j2.configurationFile={logging}", "-cp", KafkaHome.ClassPath, .. arguments];
        return new JavaProcess(Process.Start(new ProcessStartInfo("bash", ["-c", "exec \"$@\" </dev/null >>\"$0\" 2>&1", log, .. command]))!, guard);
    }

    public void Send(int signal)
    {
        if (!_process.HasExited)
        {
            Signal.Send(_process.Id, signal);
        }
    }

    public async Task<int> EndAsync()
    {
        await _process.WaitForExitAsync();
        _promise.Dispose();
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _promise.Dispose();
        _process.Dispose();
    }
}
