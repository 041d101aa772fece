using Confluent.Kafka;
using Kafka.Sli.InFlight;
using Kafka.Sli.Telemetry;

namespace Kafka.Sli.Producing;

/// <summary>
/// A producer that measures what its application waits for: each message from the call that hands it over to its
/// delivery report, after all the retries and fail-overs inside the client (<c>kafka.sli.produce.duration</c>).
/// All calls go to the decorated producer and return what it returns.
/// </summary>
/// <typeparam name="TKey">The type of the message key.</typeparam>
/// <typeparam name="TValue">The type of the message value.</typeparam>
public partial class SliProducer<TKey, TValue> : IProducer<TKey, TValue>, IAsyncDisposable
{
    private readonly IProducer<TKey, TValue> _inner;
    private readonly ProducerSettings _settings;
    private readonly SliTelemetry _telemetry;
    private readonly TopicSeriesByName _series;
    private readonly ClientSeries _client;
    private readonly InFlightRegister _inFlight;
    private readonly TransactionClock _transactions;
    private readonly ProducerReports _reports;
    private readonly QueueFullClocks<TKey, TValue> _queueFull;
    private readonly OperationPool<TKey, TValue>? _pool;
    private volatile bool _reportsAreOff;

    internal SliProducer(IProducer<TKey, TValue> inner, SliTelemetry telemetry, ProducerSettings settings)
    {
        _inner = inner;
        _telemetry = telemetry;
        _settings = settings;
        _series = telemetry.ProduceSeries(settings.Client, settings.Stamps, settings.WarmUp);
        _client = telemetry.OpenProducer(settings.Client);
        _inFlight = new InFlightRegister(telemetry.Clock, telemetry.Stalls);
        _queueFull = new QueueFullClocks<TKey, TValue>(telemetry.Clock, telemetry.Stalls);
        _transactions = new TransactionClock(telemetry.TransactionSeries(settings.Client, settings.WarmUp), telemetry.Clock);
        _reports = new ProducerReports(_inFlight, telemetry, _transactions, settings.Built is { IsUnacknowledged: true });
        _pool = settings.ClientIsConfluents ? new OperationPool<TKey, TValue>() : null;
        _reportsAreOff = settings.Built is { ReportsAreOff: true };
    }

    internal InFlightRegister InFlight => _inFlight;

    /// <summary>The attempts that the full queue turned away and whose messages may come again.</summary>
    internal IReadOnlyCollection<ProduceOperation<TKey, TValue>> TurnedAway => _queueFull.Attempts;

    /// <inheritdoc/>
    public void Produce(string topic, Message<TKey, TValue> message, Action<DeliveryReport<TKey, TValue>>? deliveryHandler = null) =>
        Send(new ProduceTarget(topic), message, deliveryHandler, intendedStart: null);

    /// <inheritdoc/>
    public void Produce(TopicPartition topicPartition, Message<TKey, TValue> message, Action<DeliveryReport<TKey, TValue>>? deliveryHandler = null) =>
        Send(new ProduceTarget(topicPartition), message, deliveryHandler, intendedStart: null);

    /// <summary>
    /// Produces a message that was due at a given time: stamp, latency and verdict count from then, so that a
    /// schedule which fell behind does not hide the wait.
    /// </summary>
    /// <param name="topicPartition">Where to; <see cref="Partition.Any"/> lets the partitioner choose.</param>
    /// <param name="message">The message.</param>
    /// <param name="deliveryHandler">Called with the delivery report, as by the decorated producer; may be <see langword="null"/>.</param>
    /// <param name="intendedStart">When it was due, as a timestamp of the <see cref="TimeProvider"/> that Kafka.Sli was given.</param>
    /// <exception cref="ProduceException{TKey, TValue}">As by the decorated producer.</exception>
    public void Produce(
        TopicPartition topicPartition, Message<TKey, TValue> message, Action<DeliveryReport<TKey, TValue>>? deliveryHandler, long intendedStart) =>
        Send(new ProduceTarget(topicPartition), message, deliveryHandler, intendedStart);

    /// <inheritdoc/>
    public Task<DeliveryResult<TKey, TValue>> ProduceAsync(
        string topic, Message<TKey, TValue> message, CancellationToken cancellationToken = default) =>
        SendAsync(new ProduceTarget(topic), message, intendedStart: null, cancellationToken);

    /// <inheritdoc/>
    public Task<DeliveryResult<TKey, TValue>> ProduceAsync(
        TopicPartition topicPartition, Message<TKey, TValue> message, CancellationToken cancellationToken = default) =>
        SendAsync(new ProduceTarget(topicPartition), message, intendedStart: null, cancellationToken);

    /// <summary>Produces a message that was due at a given time, as the overload of <c>Produce</c> does.</summary>
    /// <param name="topicPartition">Where to; <see cref="Partition.Any"/> lets the partitioner choose.</param>
    /// <param name="message">The message.</param>
    /// <param name="intendedStart">When it was due, as a timestamp of the <see cref="TimeProvider"/> that Kafka.Sli was given.</param>
    /// <param name="cancellationToken">Ends the wait, not the message.</param>
    /// <returns>What the decorated producer returns.</returns>
    /// <exception cref="ProduceException{TKey, TValue}">As by the decorated producer.</exception>
    public Task<DeliveryResult<TKey, TValue>> ProduceAsync(
        TopicPartition topicPartition, Message<TKey, TValue> message, long intendedStart, CancellationToken cancellationToken = default) =>
        SendAsync(new ProduceTarget(topicPartition), message, intendedStart, cancellationToken);

    private void Send(
        in ProduceTarget target, Message<TKey, TValue> message, Action<DeliveryReport<TKey, TValue>>? handler, long? intendedStart)
    {
        var series = SeriesOf(target.Topic);
        var operation = Begin(series, message, handler, intendedStart);
        var stamped = Stamp(series, message, operation, intendedStart);
        try
        {
            HandOver(target, stamped?.Message ?? message, handler, operation);
            GiveBack(stamped);
        }
        catch (Exception e)
        {
            GiveBack(stamped);
            Refused(message, stamped, operation, e);
            throw;
        }
        finally
        {
            Release(stamped);
        }
    }

    private void HandOver(
        in ProduceTarget target, Message<TKey, TValue> message, Action<DeliveryReport<TKey, TValue>>? handler, ProduceOperation<TKey, TValue>? operation)
    {
        if (operation is null)
        {
            target.Produce(_inner, message, handler);
            return;
        }

        if (handler is not null || (_settings.MeasureWithoutHandler && !_reportsAreOff))
        {
            try
            {
                target.Produce(_inner, message, operation.OnDeliveryReport);
                return;
            }
            catch (InvalidOperationException e) when (handler is null && ConfluentProducer.RefusesHandlers(e))
            {
                _reportsAreOff = true;
            }
        }

        target.Produce(_inner, message, null);
        operation.End(ProduceEnd.Unobserved);
    }

    private Task<DeliveryResult<TKey, TValue>> SendAsync(
        in ProduceTarget target, Message<TKey, TValue> message, long? intendedStart, CancellationToken cancellationToken)
    {
        var series = SeriesOf(target.Topic);
        var operation = Begin(series, message, handler: null, intendedStart);
        var stamped = Stamp(series, message, operation, intendedStart);
        if (operation is null && stamped is null)
        {
            return target.ProduceAsync(_inner, message, cancellationToken);
        }

        if (operation is not null && _settings.Built is { HasSynchronousSerializers: true } && !_reportsAreOff)
        {
            return SendAndFollow(target, message, stamped, operation, cancellationToken);
        }

        try
        {
            var isFollowed = operation is not null && _settings.Built is not null && !_reportsAreOff;
            var sent = target.ProduceAsync(_inner, stamped?.Message ?? message, isFollowed ? CancellationToken.None : cancellationToken);
            GiveBack(stamped);
            var end = Follow(sent, message, stamped, operation);
            return isFollowed ? CancellableWait.For(end, cancellationToken) : end;
        }
        catch (Exception e)
        {
            GiveBack(stamped);
            Refused(message, stamped, operation, e);
            throw;
        }
    }

    /// <summary>
    /// The message is followed to its report, whatever becomes of the application's wait. What a serializer sets in its execution context ends with
    /// the call, as in the client's own asynchronous method.
    /// </summary>
    private Task<DeliveryResult<TKey, TValue>> SendAndFollow(
        in ProduceTarget target,
        Message<TKey, TValue> message,
        StampedMessage<TKey, TValue>? stamped,
        ProduceOperation<TKey, TValue> operation,
        CancellationToken cancellationToken)
    {
        var wait = new DeliveryWait<TKey, TValue>(target, message, cancellationToken);
        var context = ExecutionContext.Capture();
        operation.Wait = wait;
        try
        {
            target.Produce(_inner, stamped?.Message ?? message, operation.OnDeliveryReport);
            GiveBack(stamped);
            return wait.Task;
        }
#pragma warning disable CA1031 // It is handed to the application in its task.
        catch (Exception e)
#pragma warning restore CA1031
        {
            // Told also to an application that has cancelled: the message was never accepted.
            GiveBack(stamped);
            Refused(message, stamped, operation, e);
            return wait.Refuse(e);
        }
        finally
        {
            Release(stamped);
            if (context is not null && !ReferenceEquals(context, ExecutionContext.Capture()))
            {
                ExecutionContext.Restore(context);
            }
        }
    }

    private async Task<DeliveryResult<TKey, TValue>> Follow(
        Task<DeliveryResult<TKey, TValue>> sent,
        Message<TKey, TValue> message,
        StampedMessage<TKey, TValue>? stamped,
        ProduceOperation<TKey, TValue>? operation)
    {
        try
        {
            var result = await sent.ConfigureAwait(false);
            operation?.End(_reports.EndOf(result), result);
            GiveBackLate(stamped, result);
            return result;
        }
        catch (Exception e)
        {
            GiveBackLate(stamped, result: null);
            Refused(message, stamped, operation, e);
            throw;
        }
    }
}
