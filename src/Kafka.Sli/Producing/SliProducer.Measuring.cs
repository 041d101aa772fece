using System.Diagnostics;
using System.Text;
using Confluent.Kafka;
using Kafka.Sli.Telemetry;

namespace Kafka.Sli.Producing;

#pragma warning disable CA1031 // Each step of ours ends here: what fails in it is counted and never reaches the application.

public partial class SliProducer<TKey, TValue>
{
    /// <summary><see langword="null"/> when there is nothing to measure and nothing to stamp.</summary>
    private TopicSeries? SeriesOf(string topic)
    {
        try
        {
            return _settings.Stamps is not null || _telemetry.MeasuresProduce ? _series.For(topic) : null;
        }
        catch (Exception e) when (_telemetry.Errors.Swallow(e))
        {
            return null;
        }
    }

    /// <summary>Starts the clock, or goes on with that of an attempt that the full queue had turned away.</summary>
    private ProduceOperation<TKey, TValue>? Begin(
        TopicSeries? series, Message<TKey, TValue>? message, Action<DeliveryReport<TKey, TValue>>? handler, long? intendedStart)
    {
        try
        {
            if (series is null || !(series.IsListenedTo || _telemetry.MeasuresProduceAnyway))
            {
                return null;
            }

            var operation = Continue(message, series);
            if (operation is null)
            {
                operation = _pool?.TryTake() ?? new(_reports, _pool);
                operation.Begin(series, intendedStart);
                _inFlight.Add(operation);
            }

            operation.Span ??= StartSpan(operation, message);

            operation.Handler = handler;
            return operation;
        }
        catch (Exception e) when (_telemetry.Errors.Swallow(e))
        {
            return null;
        }
    }

    private ProduceOperation<TKey, TValue>? Continue(Message<TKey, TValue>? message, TopicSeries series)
    {
        var attempt = message is null ? null : _queueFull.Continue(message);
        if (attempt is null || attempt.Series.Topic == series.Topic)
        {
            return attempt;
        }

        // The message object goes to another topic now: the first send was given up.
        attempt.End(QueueFullClocks<TKey, TValue>.QueueFull);
        return null;
    }

    private StampedMessage<TKey, TValue>? Stamp(
        TopicSeries? series, Message<TKey, TValue> message, ProduceOperation<TKey, TValue>? operation, long? intendedStart)
    {
        try
        {
            if (series is null || !StampedMessage<TKey, TValue>.CanCarry(message))
            {
                return null;
            }

            StampedMessage<TKey, TValue>? stamped = null;
            if (series.IsStamped)
            {
                stamped = StampedMessage<TKey, TValue>.Of(message);

                // Without an operation nothing is measured here, but the reader of the message may measure.
                var clock = _telemetry.Clock;
                var sent = clock.UnixMicrosecondsAt(operation?.Start ?? intendedStart ?? clock.Now);
                stamped.Set(SentStamp.HeaderKey, SentStamp.Write(sent, series.TopicHash));
            }

            return _telemetry.Traces.AreOn ? WithContext(stamped, message, operation?.Span) : stamped;
        }
        catch (Exception e) when (_telemetry.Errors.Swallow(e))
        {
            return null;
        }
    }

    /// <summary>Sends the trace along, that of the application where there is no span of ours. A propagator that fails does not cost the message its stamp.</summary>
    private StampedMessage<TKey, TValue>? WithContext(StampedMessage<TKey, TValue>? stamped, Message<TKey, TValue> message, Activity? span)
    {
        try
        {
            if ((span ?? Activity.Current) is { } current)
            {
                stamped ??= StampedMessage<TKey, TValue>.Of(message);
                SliTraces.Inject(current, stamped, static (carrier, key, value) => carrier.Set(key, Encoding.UTF8.GetBytes(value)));
            }
        }
        catch (Exception e) when (_telemetry.Errors.Swallow(e))
        {
        }

        return stamped;
    }

    /// <summary>A listener or sampler that fails costs the message its span, and nothing else.</summary>
    private Activity? StartSpan(ProduceOperation<TKey, TValue> operation, Message<TKey, TValue>? message)
    {
        if (!_telemetry.Traces.AreOn)
        {
            return null;
        }

        try
        {
            return StartSendSpan(operation, message);
        }
        catch (Exception e) when (_telemetry.Errors.Swallow(e))
        {
            return null;
        }
    }

    private Activity? StartSendSpan(ProduceOperation<TKey, TValue> operation, Message<TKey, TValue>? message)
    {
        var tags = operation.Series.Messaging;
        var secondsAgo = operation.IsIntended ? _telemetry.Clock.Seconds(operation.Start, _telemetry.Clock.Now) : 0;
        var span = _telemetry.Traces.Start(
            MessagingOperation.Send, ActivityKind.Producer, tags, secondsAgo: secondsAgo);
        return message is { Value: null } ? span?.SetTag("messaging.kafka.message.tombstone", true) : span;
    }

    private void GiveBack(StampedMessage<TKey, TValue>? stamped)
    {
        try
        {
            stamped?.GiveBackHeaders();
        }
        catch (Exception e) when (_telemetry.Errors.Swallow(e))
        {
        }
    }

    /// <summary>Only where the client is known to be done with the message when its call is over.</summary>
    private void Release(StampedMessage<TKey, TValue>? stamped)
    {
        if (_pool is not null)
        {
            stamped?.Release();
        }
    }

    private void GiveBackLate(StampedMessage<TKey, TValue>? stamped, DeliveryResult<TKey, TValue>? result)
    {
        try
        {
            stamped?.GiveBackLateHeaders();
            stamped?.GiveBackMessage(result);
        }
        catch (Exception e) when (_telemetry.Errors.Swallow(e))
        {
        }
    }

    /// <summary>The call threw, at once or through its task.</summary>
    private void Refused(
        Message<TKey, TValue>? message, StampedMessage<TKey, TValue>? stamped, ProduceOperation<TKey, TValue>? operation, Exception exception)
    {
        try
        {
            var refusal = exception as ProduceException<TKey, TValue>;
            stamped?.GiveBackMessage(refusal?.DeliveryResult);
            if (operation is not null && message is not null && refusal?.Error.Code == ErrorCode.Local_QueueFull)
            {
                // What the handler holds on to must not be held by us; the next attempt brings one.
                (operation.Handler, operation.Wait) = (null, null);
                _queueFull.Keep(message, operation);
            }
            else
            {
                operation?.End(_reports.EndOf<TKey, TValue>(exception));
            }
        }
        catch (Exception e) when (_telemetry.Errors.Swallow(e))
        {
        }
    }

    /// <summary>The producer was disposed, and with it the client, unless its handle belongs to another producer.</summary>
    private void ClientEnded()
    {
        try
        {
            _queueFull.EndAll();
            _transactions.EndAll();
            _telemetry.Deadlines.Remove(_queueFull, _transactions);
            if (ConfluentProducer.LivesOn(_inner))
            {
                _telemetry.Deadlines.RemoveWhenEmpty(_inFlight);
                return;
            }

            foreach (var left in _inFlight.Entries.Cast<ProduceOperation<TKey, TValue>>())
            {
                left.End(ProduceEnd.Abandoned);
            }

            _telemetry.Deadlines.Remove(_inFlight);
        }
        catch (Exception e) when (_telemetry.Errors.Swallow(e))
        {
        }
    }

    private void Enters(TransactionCall call) => _telemetry.Errors.Guard((_transactions, call), static t => t._transactions.Enters(t.call));

    private void Returned(TransactionCall call) => _telemetry.Errors.Guard((_transactions, call), static t => t._transactions.Returned(t.call));

    private void Threw(TransactionCall call, Exception exception) => _telemetry.Errors.Guard((_transactions, call, exception), static t => t._transactions.Threw(t.call, t.exception));

    /// <summary>From now on the producer's gauges are told and its deadlines kept; before, it might never come to be.</summary>
    internal void Open() => _telemetry.Errors.Guard(this, static p =>
    {
        p._client.Add(p._inFlight);
        p._telemetry.Deadlines.Add(p._inFlight, p._transactions, p._queueFull);
    });

    private void Leave() => _telemetry.Errors.Guard(this, static p => p._client.Remove(p._inFlight));
}
