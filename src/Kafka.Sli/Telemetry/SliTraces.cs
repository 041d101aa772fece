using System.Diagnostics;
using System.Text;
using Confluent.Kafka;
using OpenTelemetry;
using OpenTelemetry.Context.Propagation;

namespace Kafka.Sli.Telemetry;

/// <summary>
/// The spans of OpenTelemetry's messaging conventions, and the trace context in message headers. They are made aside: the application's
/// own current activity is never changed.
/// </summary>
internal sealed class SliTraces
{
    public const string SourceName = "Kafka.Sli";

    private static readonly ActivitySource Source = new(SourceName, LibraryVersion.Text);
    private static readonly TextMapPropagator TraceContext = new TraceContextPropagator();

    private readonly bool _areAskedFor;
    private readonly SliClock _clock;

    public SliTraces(bool areAskedFor, SliClock clock)
    {
        _areAskedFor = areAskedFor;
        _clock = clock;
    }

    public bool AreOn => _areAskedFor || Source.HasListeners();

    /// <summary>Whatever the application's SDK propagates by; without an SDK the W3C trace context.</summary>
    private static TextMapPropagator Propagator =>
        Propagators.DefaultTextMapPropagator is { Fields.Count: > 0 } propagator ? propagator : TraceContext;

    /// <summary>Starts a span, which goes on until <see cref="Stop"/>.</summary>
    /// <param name="operation">The operation's name.</param>
    /// <param name="kind">The span's kind.</param>
    /// <param name="tags">Its attributes.</param>
    /// <param name="destination">The topic, if it is about one.</param>
    /// <param name="link">The trace of the message that it is about, if that came with one.</param>
    /// <param name="secondsAgo">How long ago it began.</param>
    /// <returns><see langword="null"/> when it is not sampled, or nobody listens.</returns>
    public Activity? Start(
        string operation,
        ActivityKind kind,
        KeyValuePair<string, object?>[] tags,
        string? destination,
        ActivityContext link = default,
        double secondsAgo = 0) => !Source.HasListeners() ? null : Aside(() => Source.StartActivity(
            destination is null ? operation : $"{operation} {destination}",
            kind,
            parentContext: default,
            tags,
            link == default ? null : [new ActivityLink(link)],
            _clock.UtcNow.AddSeconds(-secondsAgo)));

    /// <summary>Ends a span.</summary>
    /// <param name="span">The span, if there is one.</param>
    /// <param name="errorType">What went wrong, if anything did.</param>
    public static void Stop(Activity? span, string? errorType)
    {
        if (span is null)
        {
            return;
        }

        if (errorType is not null)
        {
            span.SetTag(SliAttributes.ErrorType, errorType);
            span.SetStatus(ActivityStatusCode.Error);
        }

        Aside(() =>
        {
            span.Stop();
            return span;
        });
    }

    /// <summary>Writes the context of a span, or of the application's own when there is none, sampled or not.</summary>
    public static void Inject(Activity? span, Action<string, byte[]> write)
    {
        if ((span ?? Activity.Current) is { } current)
        {
            Propagator.Inject(
                new PropagationContext(current.Context, Baggage.Current),
                write,
                static (add, key, value) => add(key, Encoding.UTF8.GetBytes(value)));
        }
    }

    /// <summary>The context that came with a message; the default when none did.</summary>
    public static ActivityContext Extract(Headers? headers) => headers is null
        ? default
        : Propagator.Extract(default, headers, static (from, key) =>
            from.TryGetLastBytes(key, out var value) && value is not null ? [Encoding.UTF8.GetString(value)] : []).ActivityContext;

    /// <summary>
    /// In an execution context of its own. Setting the current activity back afterwards would not do: one that the application has
    /// stopped, and not replaced, cannot be made current again.
    /// </summary>
    private static Activity? Aside(Func<Activity?> step)
    {
        if (ExecutionContext.Capture() is { } context)
        {
            Activity? made = null;
            ExecutionContext.Run(context, _ => made = step(), null);
            return made;
        }

        var current = Activity.Current;
        try
        {
            return step();
        }
        finally
        {
            Activity.Current = current;
        }
    }
}
