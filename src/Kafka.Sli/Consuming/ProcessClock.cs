using System.Diagnostics;
using Kafka.Sli.Telemetry;

namespace Kafka.Sli.Consuming;

/// <summary>
/// What the application does with a message, from the moment at which it gets it to the moment at which it asks for the next.
/// </summary>
internal sealed class ProcessClock
{
    private readonly SliTelemetry _telemetry;
    private readonly bool _makesSpans;
    private Processing? _open;

    public ProcessClock(SliTelemetry telemetry, bool makesSpans)
    {
        _telemetry = telemetry;
        _makesSpans = makesSpans;
    }

    public bool IsListenedTo => _telemetry.Messaging.ProcessingIsListenedTo || _makesSpans;

    public bool IsOpen => _open is not null;

    public void Begin(MessagingTags tags, ActivityContext message)
    {
        var span = _makesSpans
            ? _telemetry.Traces.Start(MessagingOperation.Process, ActivityKind.Consumer, tags, message)
            : null;
        _open = new Processing(tags, _telemetry.Clock.Now, span);
    }

    /// <summary>Costs a branch when there is nothing to end.</summary>
    public void End()
    {
        if (_open is not null && Interlocked.Exchange(ref _open, null) is { } ended)
        {
            SliTraces.Stop(ended.Span, errorType: null);
            _telemetry.Messaging.Processed(ended.Tags, _telemetry.Clock.Seconds(ended.Start, _telemetry.Clock.Now));
        }
    }

    private sealed record Processing(MessagingTags Tags, long Start, Activity? Span);
}
