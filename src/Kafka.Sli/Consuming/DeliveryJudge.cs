using Confluent.Kafka;
using Kafka.Sli.Telemetry;

namespace Kafka.Sli.Consuming;

/// <summary>Takes the age of each message that reaches the application, and judges it where it tells how long somebody waited.</summary>
internal sealed class DeliveryJudge
{
    private readonly SliTelemetry _telemetry;
    private readonly ReadProgress _progress;
    private readonly ConsumerSettings _settings;
    private readonly ClientSeries _client;
    private readonly TopicSeriesByName _series;

    /// <summary>Microseconds since the Unix epoch; what was sent before is backlog.</summary>
    private long _thereSince;
    private int _isThere;

    public DeliveryJudge(SliTelemetry telemetry, ReadProgress progress, ConsumerSettings settings, ClientSeries client, bool forgivesStalls = true)
    {
        _telemetry = telemetry;
        _progress = progress;
        _settings = settings;
        _client = client;
        _series = telemetry.DeliverySeries(settings.Group, settings.Client, settings.WarmUp, forgivesStalls);

        // It may have been subscribed before it was wrapped.
        telemetry.Errors.Guard(this, static judge => judge._thereSince = judge._telemetry.Clock.UnixMicroseconds, nameof(DeliveryJudge));
    }

    /// <summary>From the first subscription or assignment on, messages are sent to a consumer that is there.</summary>
    public void IsThere(long at)
    {
        if (Interlocked.Exchange(ref _isThere, 1) == 0)
        {
            _thereSince = _telemetry.Clock.UnixMicrosecondsAt(at);
        }
    }

    public TopicSeries SeriesOf(string topic) => _series.For(topic);

    /// <returns>Its age in seconds, by whatever tells; <see langword="null"/> when nothing does.</returns>
    public double? Delivered(string topic, int partition, long offset, MessageMetadata? message, long now)
    {
        var series = _series.For(topic);
        return Delivered(series, partition, offset, MessageAge.Of(message, series.TopicHash), now);
    }

    /// <inheritdoc cref="Delivered(string, int, long, MessageMetadata?, long)"/>
    public double? Delivered(string topic, int partition, long offset, ReadOnlySpan<byte> stamp, Timestamp timestamp, long now)
    {
        var series = _series.For(topic);
        return Delivered(series, partition, offset, MessageAge.Of(stamp, timestamp, series.TopicHash), now);
    }

    private double? Delivered(TopicSeries series, int partition, long offset, MessageAge age, long now)
    {
        var isFirstReading = _progress.Advance(series.Topic, partition, offset, age.SentMicroseconds);
        var (ending, standing) = age switch
        {
            _ when !isFirstReading => (Ending.Replay, Standing.Excluded),
            _ when age.SentMicroseconds < _thereSince && !_settings.JudgesBacklog => (Ending.Backlog, Standing.Excluded),
            { SentMicroseconds: null } => (Ending.Ok, Standing.Excluded),
            { IsStamped: false } when !_settings.JudgesMessageTimestamp => (Ending.Ok, Standing.Excluded),
            _ => (Ending.Ok, Standing.Timed),
        };
        var seconds = SecondsBetween(age.SentMicroseconds, now);
        series.At(now).Settle(now, seconds, ending.By(age.Source), standing);
        return seconds;
    }

    private double? SecondsBetween(long? sentMicroseconds, long now)
    {
        if (sentMicroseconds is not { } sent)
        {
            return null;
        }

        var microseconds = _telemetry.Clock.UnixMicrosecondsAt(now) - sent;
        if (microseconds < 0)
        {
            _telemetry.Instruments.ClockRegressions.Add(1, _client.Tags);
        }

        return Math.Max(0, microseconds) / 1e6;
    }
}
