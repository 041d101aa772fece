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
    /// <param name="operation">What is done.</param>
    /// <param name="kind">The span's kind.</param>
    /// <param name="tags">The attributes of what it is done to.</param>
    /// <param name="link">The trace of the message that it is about, if that came with one.</param>
    /// <param name="secondsAgo">How long ago it began.</param>
    /// <returns><see langword="null"/> when it is not sampled, or nobody listens.</returns>
    public Activity? Start(
        MessagingOperation operation, ActivityKind kind, MessagingTags tags, ActivityContext link = default, double secondsAgo = 0)
    {
        if (!Source.HasListeners())
        {
            return null;
        }

        using var aside = KeptContext.OfThread();
        return Source.StartActivity(
            tags.SpanNameOf(operation),
            kind,
            parentContext: default,
            tags.For(operation, null),
            link == default ? null : [new ActivityLink(link)],
            _clock.UtcNow.AddSeconds(-secondsAgo));
    }

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

        using var aside = KeptContext.OfThread();
        span.Stop();
    }

    /// <summary>Writes the context of a span, sampled or not.</summary>
    public static void Inject<TCarrier>(Activity span, TCarrier carrier, Action<TCarrier, string, string> write) =>
        Propagator.Inject(new PropagationContext(span.Context, Baggage.Current), carrier, write);

    /// <summary>The context that came with a message; the default when none did.</summary>
    public static ActivityContext Extract(Headers? headers) => headers is null
        ? default
        : Propagator.Extract(default, headers, static (from, key) =>
            from.TryGetLastBytes(key, out var value) && value is not null ? [Encoding.UTF8.GetString(value)] : []).ActivityContext;
}
