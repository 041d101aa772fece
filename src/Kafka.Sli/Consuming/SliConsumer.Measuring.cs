using Confluent.Kafka;
using Kafka.Sli.Telemetry;

namespace Kafka.Sli.Consuming;

#pragma warning disable CA1031 // Each step of ours ends here: what fails in it is counted and never reaches the application.

public partial class SliConsumer<TKey, TValue>
{
    /// <summary>A message has reached the application: takes its age, and judges it where it tells how long somebody waited.</summary>
    private void Delivered(string? topic, int partition, long offset, MessageMetadata? message)
    {
        try
        {
            if (!_telemetry.MeasuresDelivery)
            {
                return;
            }

            topic ??= "";
            var series = _series.For(topic);
            var age = MessageAge.Of(message, series.TopicHash);
            var isFirstReading = _progress.Advance(topic, partition, offset);
            var (ending, standing) = age switch
            {
                _ when !isFirstReading => (Ending.Replay, Standing.Excluded),
                _ when age.SentMicroseconds < _subscribedAt && !_settings.JudgesBacklog => (Ending.Backlog, Standing.Excluded),
                { SentMicroseconds: null } => (Ending.Ok, Standing.Excluded),
                { IsStamped: false } when !_settings.JudgesMessageTimestamp => (Ending.Ok, Standing.Excluded),
                _ => (Ending.Ok, Standing.Timed),
            };
            series.Settle(SecondsSince(age.SentMicroseconds), ending with { Stamp = age.Source }, standing);
        }
        catch (Exception e) when (_telemetry.Errors.Swallow(e))
        {
        }
    }

    private double? SecondsSince(long? sentMicroseconds)
    {
        if (sentMicroseconds is not { } sent)
        {
            return null;
        }

        var microseconds = _telemetry.Clock.UnixMicroseconds - sent;
        if (microseconds < 0)
        {
            _telemetry.Instruments.ClockRegressions.Add(1, _client.Tags);
        }

        return Math.Max(0, microseconds) / 1e6;
    }

    private void Failed(KafkaException exception)
    {
        try
        {
            _telemetry.Instruments.ConsumeErrors.Add(
                1, [new(SliAttributes.ErrorType, ErrorNames.Of(exception.Error.Code)), .. _client.Tags]);
        }
        catch (Exception e) when (_telemetry.Errors.Swallow(e))
        {
        }

        // A message that cannot be deserialised was delivered all the same.
        if (exception is ConsumeException { ConsumerRecord: { } record }
            && exception.Error.Code is ErrorCode.Local_KeyDeserialization or ErrorCode.Local_ValueDeserialization)
        {
            Delivered(record.Topic, record.Partition, record.Offset, record.Message);
        }
    }

    private void PollBegins() => _pollClock.Begin();

    private void PollEnds()
    {
        try
        {
            if (_telemetry.Instruments.PollAgeIsListenedTo)
            {
                _pollClock.End(_telemetry.Clock.Now);
            }
        }
        catch (Exception e) when (_telemetry.Errors.Swallow(e))
        {
        }
    }

    /// <summary>From the first subscription or assignment on, messages are sent to a consumer that is there.</summary>
    private void Subscribed()
    {
        try
        {
            if (Interlocked.Exchange(ref _hasSubscribed, 1) == 0)
            {
                _subscribedAt = _telemetry.Clock.UnixMicroseconds;
            }
        }
        catch (Exception e) when (_telemetry.Errors.Swallow(e))
        {
        }
    }

    private void Leave()
    {
        try
        {
            _client.Remove(_pollClock);
        }
        catch (Exception e) when (_telemetry.Errors.Swallow(e))
        {
        }
    }
}
