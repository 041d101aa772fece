using Confluent.Kafka;
using Kafka.Sli.Telemetry;

namespace Kafka.Sli.Consuming;

#pragma warning disable CA1031 // Each step of ours ends here: what fails in it is counted and never reaches the application.

public partial class SliConsumer<TKey, TValue>
{
    /// <summary>A message has reached the application: takes its age, and judges it where it tells how long somebody waited.</summary>
    /// <returns>When that was; <see langword="null"/> when nobody wanted to know.</returns>
    private long? Delivered(string? topic, int partition, long offset, MessageMetadata? message)
    {
        try
        {
            if (!_telemetry.MeasuresDelivery)
            {
                return null;
            }

            var now = _telemetry.Clock.Now;
            _delivery.Delivered(topic ?? "", partition, offset, message, now);
            return now;
        }
        catch (Exception e) when (_telemetry.Errors.Swallow(e))
        {
            return null;
        }
    }

    private void Failed(KafkaException exception, long? start)
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
        var isDelivered = exception.Error.Code is ErrorCode.Local_KeyDeserialization or ErrorCode.Local_ValueDeserialization;
        if (isDelivered && exception is ConsumeException { ConsumerRecord: { } record })
        {
            Delivered(record.Topic, record.Partition, record.Offset, record.Message);
        }

        var failed = (exception as ConsumeException)?.ConsumerRecord;
        Polled(start, failed?.Topic, failed?.TopicPartitionOffset, isDelivered ? failed?.Message : null, ErrorNames.Of(exception.Error.Code));
    }

    private void PollBegins() => _pollClock.Begin();

    /// <param name="now">When, if that is known already.</param>
    private void PollEnds(long? now)
    {
        try
        {
            if (_telemetry.Instruments.PollAgeIsListenedTo)
            {
                _pollClock.End(now ?? _telemetry.Clock.Now);
            }
        }
        catch (Exception e) when (_telemetry.Errors.Swallow(e))
        {
        }
    }

    /// <summary>From the first subscription or assignment on, messages are sent to a consumer that is there.</summary>
    /// <returns>The time; <see langword="null"/> when our clock failed.</returns>
    private long? IsThere()
    {
        try
        {
            var now = _telemetry.Clock.Now;
            _delivery.IsThere(now);
            return now;
        }
        catch (Exception e) when (_telemetry.Errors.Swallow(e))
        {
            return null;
        }
    }

    private void Subscribed(long? start)
    {
        if (start is { } began && _assignment.Subscribed(began))
        {
            _follower?.Subscribed(began);
        }
    }

    /// <summary>The client has been asked for a message, and is there.</summary>
    private void FollowAssignment()
    {
        if (_follower is not null)
        {
            _telemetry.Errors.Guard(this, static c => c._follower!.Look(c._inner));
        }
    }

    private void AssignmentBegins() => _telemetry.Errors.Guard(_assignment, static a => a.Lost());

    private void AssignmentEnds() => _telemetry.Errors.Guard(_assignment, static a => a.Assigned());

    private void AssignmentFailed(Exception exception) => _telemetry.Errors.Guard((_assignment, exception), static a => a._assignment.HandlerThrew(a.exception));

    private void Leaves() => _telemetry.Errors.Guard(_assignment, static a => a.Leaves());

    private void Closes()
    {
        Leaves();
        _telemetry.Errors.Guard(_processing, static p => p.End());
    }

    /// <returns><see langword="null"/> when nobody wants to know, or our clock failed.</returns>
    private CommitWait? CommitBegins()
    {
        try
        {
            if (!(_commits.IsListenedTo || _telemetry.Messaging.CommitsAreListenedTo || _telemetry.Traces.AreOn))
            {
                return null;
            }

            var now = _telemetry.Clock.Now;
            var wait = new CommitWait(_commits.At(now), now);
            _commitsInFlight.Add(wait);
            return wait;
        }
        catch (Exception e) when (_telemetry.Errors.Swallow(e))
        {
            return null;
        }
    }

    private void CommitEnds<TTold>(CommitWait? wait, TTold told, Func<TTold, CommitEnd> endOf)
    {
        try
        {
            if (wait is not null && _commitsInFlight.TryRemove(wait))
            {
                var now = _telemetry.Clock.Now;
                var seconds = _telemetry.Clock.Seconds(wait.Start, now);
                var end = endOf(told);
                wait.Events.Settle(now, seconds, end.Ending, end.Standing, wait.Judged);
                CommittedByConvention(seconds, end);
            }
        }
        catch (Exception e) when (_telemetry.Errors.Swallow(e))
        {
        }
    }

    /// <summary>The client tells how it ended, not how long it took: a count, and a verdict by its outcome.</summary>
    private void CommittedAutomatically(CommittedOffsets offsets)
    {
        try
        {
            var end = CommitEnd.Of(offsets);
            var now = _telemetry.Clock.Now;
            _commits.At(now).Settle(now, seconds: null, end.Ending, end.Standing);
            _telemetry.Instruments.AutomaticCommits.Add(1, _commits.TagsOf(end.Ending));
        }
        catch (Exception e) when (_telemetry.Errors.Swallow(e))
        {
        }
    }

    /// <summary>From now on the consumer's gauges are told and its deadlines kept; before, it might never come to be.</summary>
    internal void Open() => _telemetry.Errors.Guard(this, static c =>
    {
        c._client.Add(c._pollClock);
        c._telemetry.Deadlines.Add(c._commitsInFlight);
    });

    private void Leave() => _telemetry.Errors.Guard(this, static c =>
    {
        c._client.Remove(c._pollClock);
        c._telemetry.Deadlines.RemoveWhenEmpty(c._commitsInFlight);
    });
}
