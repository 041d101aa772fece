using System.Diagnostics;
using System.Text;

namespace Kafka.Sli.Probe.Shared;

/// <summary>The probe as its user starts it: a process of its own.</summary>
internal sealed class ProbeProcess : IAsyncDisposable
{
    /// <summary>A bound for what never comes, not for what is slow.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly Process _process;
    private readonly StringBuilder _errors = new();
    private readonly Task<string> _output;
    private readonly Task _errorsEnd;
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ProbeProcess(string[] arguments, (string Key, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "kafka-sli-probe.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (key, value) in environment)
        {
            start.Environment[key] = value;
        }

        _process = Process.Start(start)!;
        _output = ReadAsync(_process.StandardOutput, new StringBuilder());
        _errorsEnd = ReadAsync(_process.StandardError, _errors);
    }

    /// <summary>Where it serves /metrics and /healthz, as soon as it says so.</summary>
    public Task<Uri> Address => _address.Task.WaitAsync(Patience);

    public int Id => _process.Id;

    public static ProbeProcess Start(params string[] arguments) => new(arguments, []);

    public static ProbeProcess Start((string Key, string Value)[] environment, params string[] arguments) => new(arguments, environment);

    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        await using var probe = Start(arguments);
        return await probe.EndAsync();
    }

    public async Task<(int ExitCode, string Output, string Errors)> EndAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Patience);
        var output = await _output;
        await _errorsEnd;
        return (_process.ExitCode, output, _errors.ToString());
    }

    /// <summary>SIGTERM, as an orchestrator sends it.</summary>
    public void SignalTerminate() => Signal.Send(_process.Id, Signal.Terminate);

    /// <summary>SIGKILL: it has no time for anything.</summary>
    public void SignalKill() => Signal.Send(_process.Id, Signal.Kill);

    /// <summary>SIGINT, as Ctrl+C sends it.</summary>
    public void SignalInterrupt() => Signal.Send(_process.Id, Signal.Interrupt);

    /// <summary>SIGHUP, which asks for the plan to be read again.</summary>
    public void SignalHangUp() => Signal.Send(_process.Id, Signal.HangUp);

    /// <summary>Waits for a line on standard error, two minutes at most.</summary>
    public async Task Says(string line, int times = 1)
    {
        var watch = Stopwatch.StartNew();
        while (Count() < times)
        {
            Assert.False(_process.HasExited || watch.Elapsed > Patience, $"it does not say: {line}\nbut: {_errors}");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        int Count()
        {
            lock (_errors)
            {
                return _errors.ToString().Split(line).Length - 1;
            }
        }
    }

    /// <summary>SIGSTOP: it stands still, whatever it would do.</summary>
    public void SignalStop() => Signal.Send(_process.Id, Signal.Stop);

    /// <summary>SIGCONT: it goes on as if nothing had been.</summary>
    public void SignalContinue() => Signal.Send(_process.Id, Signal.Continue);

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private async Task<string> ReadAsync(StreamReader reader, StringBuilder text)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            lock (text)
            {
                text.Append(line).Append('\n');
            }

            const string Announced = "Metrics at ";
            if (line.StartsWith(Announced, StringComparison.Ordinal))
            {
                _address.TrySetResult(new Uri(line[Announced.Length..line.IndexOf("metrics,", StringComparison.Ordinal)]));
            }
        }

        return text.ToString();
    }
}
