using Confluent.Kafka;
using Kafka.Sli.Telemetry;

namespace Kafka.Sli.Producing;

#pragma warning disable CA1031 // Each step of ours ends here: what fails in it is counted and never reaches the application.

public partial class SliProducer<TKey, TValue>
{
    /// <summary>Starts the clock, or goes on with that of an attempt that the full queue had turned away.</summary>
    private ProduceOperation<TKey, TValue>? Begin(
        string topic, Message<TKey, TValue>? message, Action<DeliveryReport<TKey, TValue>>? handler, long? intendedStart)
    {
        try
        {
            var series = _series.For(topic);
            if (!series.IsListenedTo && !_telemetry.Instruments.InFlightIsListenedTo)
            {
                return null;
            }

            var operation = Continue(message, series);
            if (operation is null)
            {
                operation = new(_inFlight, series, _telemetry, intendedStart ?? _telemetry.Clock.Now);
                _inFlight.Add(operation);
            }

            operation.Handler = handler;
            return operation;
        }
        catch (Exception e) when (_telemetry.Errors.Swallow(e))
        {
            return null;
        }
    }

    private ProduceOperation<TKey, TValue>? Continue(Message<TKey, TValue>? message, EventSeries series)
    {
        var attempt = message is null ? null : _queueFull.Continue(message);
        if (attempt is null || ReferenceEquals(attempt.Series, series))
        {
            return attempt;
        }

        // The message object goes to another topic now: the first send was given up.
        attempt.End(QueueFullClocks<TKey, TValue>.QueueFull);
        return null;
    }

    private StampedMessage<TKey, TValue>? Stamp(string topic, Message<TKey, TValue> message, long? start)
    {
        try
        {
            if (!_settings.Stamps(topic) || !StampedMessage<TKey, TValue>.CanCarry(message))
            {
                return null;
            }

            var clock = _telemetry.Clock;
            var sent = start is { } began ? clock.UnixMicrosecondsAt(began) : clock.UnixMicroseconds;
            return new(message, SentStamp.Write(sent, _series.For(topic).TopicHash));
        }
        catch (Exception e) when (_telemetry.Errors.Swallow(e))
        {
            return null;
        }
    }

    private void GiveBack(StampedMessage<TKey, TValue>? stamped, Exception? exception = null)
    {
        try
        {
            stamped?.GiveBack(exception);
        }
        catch (Exception e) when (_telemetry.Errors.Swallow(e))
        {
        }
    }

    /// <summary>The call threw, at once or through its task.</summary>
    private void Refused(Message<TKey, TValue>? message, ProduceOperation<TKey, TValue>? operation, Exception exception)
    {
        try
        {
            if (operation is null)
            {
                return;
            }

            if (message is not null && exception is ProduceException<TKey, TValue> { Error.Code: ErrorCode.Local_QueueFull })
            {
                _queueFull.Keep(message, operation);
            }
            else
            {
                operation.End(ProduceEnd.Of<TKey, TValue>(exception));
            }
        }
        catch (Exception e) when (_telemetry.Errors.Swallow(e))
        {
        }
    }

    /// <summary>Ends what is in flight, if the client has ended under it, and takes the producer out of the gauges.</summary>
    private void Leave(bool clientHasEnded)
    {
        try
        {
            _client.Remove(_inFlight);
            _queueFull.EndAll();
            while (clientHasEnded && _inFlight.Oldest() is ProduceOperation<TKey, TValue> left)
            {
                left.End(ProduceEnd.Abandoned);
            }
        }
        catch (Exception e) when (_telemetry.Errors.Swallow(e))
        {
        }
    }
}
