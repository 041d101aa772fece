using System.Diagnostics;

namespace Kafka.Sli.Telemetry;

/// <summary>
/// Gives the thread back the execution context that it had, whatever was made current meanwhile. Setting the current activity back would not do: one that
/// the application has stopped, and not replaced, cannot be made current again.
/// </summary>
internal readonly ref struct KeptContext
{
    private readonly ExecutionContext? _context;
    private readonly Activity? _current;

    private KeptContext(ExecutionContext? context, Activity? current) => (_context, _current) = (context, current);

    /// <summary>Where its flow is suppressed there is no context to be had, and the activity alone is kept.</summary>
    public static KeptContext OfThread() => ExecutionContext.Capture() is { } context ? new(context, null) : new(null, Activity.Current);

    public void Dispose()
    {
        if (_context is not null)
        {
            ExecutionContext.Restore(_context);
        }
        else
        {
            Activity.Current = _current;
        }
    }
}
