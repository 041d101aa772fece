using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;

namespace Kafka.Sli.Telemetry;

/// <summary>What goes wrong inside this library: counted, logged once for each step, and never shown to the application.</summary>
internal sealed partial class InternalErrors
{
    private readonly Func<ILogger> _logger;
    private readonly ConcurrentDictionary<string, bool> _logged = new();
    private long _count;

    public InternalErrors(Func<ILogger> logger) => _logger = logger;

    public long Count => Interlocked.Read(ref _count);

    /// <returns><see langword="true"/>, so that it can stand in an exception filter.</returns>
    public bool Swallow(Exception exception, [CallerMemberName] string step = "")
    {
        Interlocked.Increment(ref _count);
        if (_logged.TryAdd(step, true))
        {
            Log((step, exception), static (logger, failure) => LogStepFailed(logger, failure.step, failure.exception));
        }

        return true;
    }

    /// <summary>Counts what went wrong, and says it in words of its own.</summary>
    public void Tell<TState>(TState state, Action<ILogger, TState> log)
    {
        Interlocked.Increment(ref _count);
        Log(state, log);
    }

    /// <summary>Takes one step of ours, whose failure nobody else is to know of.</summary>
    public void Guard<TState>(TState state, Action<TState> step, [CallerMemberName] string name = "")
    {
        try
        {
            step(state);
        }
#pragma warning disable CA1031 // Nothing of ours reaches the application.
        catch (Exception e) when (Swallow(e, name))
#pragma warning restore CA1031
        {
        }
    }

    private void Log<TState>(TState state, Action<ILogger, TState> log)
    {
        try
        {
            log(_logger(), state);
        }
#pragma warning disable CA1031 // A logger that throws is one more thing that must not reach the application.
        catch (Exception)
#pragma warning restore CA1031
        {
            Interlocked.Increment(ref _count);
        }
    }

    [LoggerMessage(
        1,
        LogLevel.Warning,
        "Kafka.Sli failed at {Step}; the application's call is not affected, its measurement is missing or incomplete. "
        + "Logged once for each step, counted in kafka.sli.internal.errors.")]
    private static partial void LogStepFailed(ILogger logger, string step, Exception exception);
}
