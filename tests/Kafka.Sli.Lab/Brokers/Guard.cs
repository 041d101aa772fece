using System.Diagnostics;
using System.Globalization;

namespace Kafka.Sli.Lab.Brokers;

/// <summary>
/// Undoes what a test run has done to the machine, however the run ends: a process of its own that waits until the test process is gone, which it
/// sees by the end of its standard input. A parent's death signal would not do: Linux sends that when the thread ends that started the child.
/// </summary>
internal sealed class Guard : IDisposable
{
    // Commands are kept by number, and run backwards, like disposal. A Ctrl+C reaches the whole group of processes, so it is ignored.
    private const string Script = """
        trap '' INT TERM HUP
        declare -a undo
        while read -r sign number command; do
          if [ "$sign" = + ]; then undo[number]=$command; else unset "undo[number]"; fi
        done
        for number in $(printf '%s\n' "${!undo[@]}" | sort -rn); do eval "${undo[number]}"; done
        """;

    private readonly Lock _lock = new();
    private readonly Process _process;
    private int _last;

    public Guard()
    {
        _process = Process.Start(new ProcessStartInfo("bash", ["-c", Script]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        _process.StandardInput.AutoFlush = true;
    }

    /// <summary>Has a command run if the test process dies before the returned promise is disposed.</summary>
    public IDisposable Promise(string command)
    {
        lock (_lock)
        {
            var number = ++_last;
            Tell($"+ {number.ToString(CultureInfo.InvariantCulture)} {command}");
            return new Kept(this, number);
        }
    }

    /// <summary>Whatever is promised still is done now.</summary>
    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private void Tell(string line) => _process.StandardInput.WriteLine(line);

    private sealed class Kept : IDisposable
    {
        private readonly Guard _guard;
        private readonly int _number;

        public Kept(Guard guard, int number) => (_guard, _number) = (guard, number);

        public void Dispose()
        {
            lock (_guard._lock)
            {
                _guard.Tell($"- {_number.ToString(CultureInfo.InvariantCulture)}");
            }
        }
    }
}
