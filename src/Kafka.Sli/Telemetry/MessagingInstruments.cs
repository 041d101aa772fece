using System.Diagnostics.Metrics;

namespace Kafka.Sli.Telemetry;

/// <summary>The instruments of the meter <c>Kafka.Sli.Messaging</c>, as OpenTelemetry's messaging conventions define them.</summary>
internal sealed class MessagingInstruments
{
    public const string MeterName = "Kafka.Sli.Messaging";

    private readonly Histogram<double> _operationDuration;
    private readonly Histogram<double> _processDuration;
    private readonly Counter<long> _sentMessages;
    private readonly Counter<long> _consumedMessages;

    public MessagingInstruments(Meter meter)
    {
        // The boundaries are the conventions' own.
        var buckets = new InstrumentAdvice<double>
        {
            HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10],
        };
        _operationDuration = meter.CreateHistogram(
            "messaging.client.operation.duration", "s", "Duration of messaging operation initiated by a producer or consumer client.", advice: buckets);
        _sentMessages = meter.CreateCounter<long>(
            "messaging.client.sent.messages", "{message}", "Number of messages producer attempted to send to the broker.");
        _consumedMessages = meter.CreateCounter<long>(
            "messaging.client.consumed.messages", "{message}", "Number of messages that were delivered to the application.");
        _processDuration = meter.CreateHistogram("messaging.process.duration", "s", "Duration of processing operation.", advice: buckets);
    }

    public bool SendsAreListenedTo => _operationDuration.Enabled || _sentMessages.Enabled;

    public bool PollsAreListenedTo => _operationDuration.Enabled || _consumedMessages.Enabled;

    public bool CommitsAreListenedTo => _operationDuration.Enabled;

    public bool ProcessingIsListenedTo => _processDuration.Enabled;

    public void Sent(MessagingTags tags, double seconds, string? errorType)
    {
        if (SendsAreListenedTo)
        {
            _operationDuration.Record(seconds, tags.For(MessagingOperation.Send, errorType));
            _sentMessages.Add(1, tags.For(MessagingOperation.Send, errorType));
        }
    }

    /// <param name="tags">The topic's.</param>
    /// <param name="seconds">How long the application waited for it.</param>
    /// <param name="hasMessage">Whether a message came of it.</param>
    /// <param name="errorType">What went wrong.</param>
    public void Polled(MessagingTags tags, double seconds, bool hasMessage, string? errorType)
    {
        if (PollsAreListenedTo)
        {
            _operationDuration.Record(seconds, tags.For(MessagingOperation.Poll, errorType));
            if (hasMessage)
            {
                _consumedMessages.Add(1, tags.For(MessagingOperation.Poll, errorType));
            }
        }
    }

    public void Committed(MessagingTags tags, double seconds, string? errorType)
    {
        if (CommitsAreListenedTo)
        {
            _operationDuration.Record(seconds, tags.For(MessagingOperation.Commit, errorType));
        }
    }

    public void Processed(MessagingTags tags, double seconds)
    {
        if (ProcessingIsListenedTo)
        {
            _processDuration.Record(seconds, tags.For(MessagingOperation.Process, null));
        }
    }
}
