using System.Diagnostics;
using Confluent.Kafka;
using Kafka.Sli.Telemetry;

namespace Kafka.Sli.Consuming;

#pragma warning disable CA1031 // Each step of ours ends here: what fails in it is counted and never reaches the application.

/// <summary>What OpenTelemetry's messaging conventions say of a consumer: opt-in, and nothing at all for an empty poll.</summary>
public partial class SliConsumer<TKey, TValue>
{
    /// <returns><see langword="null"/> when nobody wants to know how long a poll takes.</returns>
    private long? PollStart()
    {
        try
        {
            _processing.End();
            return _telemetry.Messaging.PollsAreListenedTo || _telemetry.Traces.AreOn ? _telemetry.Clock.Now : null;
        }
        catch (Exception e) when (_telemetry.Errors.Swallow(e))
        {
            return null;
        }
    }

    /// <summary>A poll has brought a message, or an error.</summary>
    private void Polled(long? start, string? topic, TopicPartitionOffset? position, MessageMetadata? message, string? errorType)
    {
        try
        {
            if (start is null && !_processing.IsListenedTo)
            {
                return;
            }

            var tags = topic is null ? _clientTags : _delivery.SeriesOf(topic).Messaging;
            var traces = _telemetry.Traces;
            var origin = traces.AreOn ? SliTraces.Extract(message?.Headers) : default;
            if (start is { } began)
            {
                var seconds = _telemetry.Clock.Seconds(began, _telemetry.Clock.Now);
                _telemetry.Messaging.Polled(tags, seconds, hasMessage: message is not null, errorType);
                var span = traces.Start(MessagingOperation.Poll, ActivityKind.Client, tags, origin, seconds);
                SliTraces.Stop(span?.At(position), errorType);
            }

            if (message is not null && errorType is null && _processing.IsListenedTo)
            {
                _processing.Begin(tags, origin);
            }
        }
        catch (Exception e) when (_telemetry.Errors.Swallow(e))
        {
        }
    }

    private void CommittedByConvention(double seconds, CommitEnd end)
    {
        var errorType = end.Ending.ConventionalError;
        _telemetry.Messaging.Committed(_clientTags, seconds, errorType);
        SliTraces.Stop(
            _telemetry.Traces.Start(MessagingOperation.Commit, ActivityKind.Client, _clientTags, secondsAgo: seconds),
            errorType);
    }
}
