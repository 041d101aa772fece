using Confluent.Kafka;
using Kafka.Sli.Telemetry;

namespace Kafka.Sli.Producing;

/// <summary>
/// The transactions of one producer, each on a clock that runs only while the application is inside one of its calls. What the
/// application does between them is no wait for Kafka, and a call that is repeated after a retriable error goes on with the clock.
/// </summary>
internal sealed class TransactionClock : IHasDeadlines
{
    private readonly Lock _lock = new();
    private readonly EventSeries _transactions;
    private readonly EventSeries _initialisations;
    private readonly SliClock _clock;
    private TransactionWait? _initialisation;
    private TransactionWait? _beginning;
    private TransactionWait? _transaction;
    private volatile bool _isUsed;
    private volatile bool _isAborting;

    public TransactionClock((EventSeries Transactions, EventSeries Initialisations) series, SliClock clock)
    {
        (_transactions, _initialisations) = series;
        _clock = clock;
    }

    /// <summary>
    /// Whether messages that are purged now are purged because the application aborted. librdkafka purges them too when a transaction
    /// has failed, and then it was not the application that gave them up.
    /// </summary>
    public bool PurgesForApplication => !_isUsed || _isAborting;

    /// <summary>A call is being made.</summary>
    public void Enters(TransactionCall call)
    {
        _isAborting |= call == TransactionCall.Abort;
        var now = _clock.Now;
        lock (_lock)
        {
            var wait = call switch
            {
                TransactionCall.Init => _initialisation ??= new(_initialisations.At(now), _clock),
                TransactionCall.Begin => _beginning = new(_transactions.At(now), _clock),
                TransactionCall.SendOffsets or TransactionCall.Commit => _transaction,
                _ => null,
            };
            wait?.Enters(now);
        }
    }

    /// <summary>A call has returned.</summary>
    public void Returned(TransactionCall call)
    {
        lock (_lock)
        {
            switch (call)
            {
                case TransactionCall.Init:
                    Take(ref _initialisation)?.Settle(Ending.Ok, Standing.Timed);
                    break;
                case TransactionCall.Begin:
                    EndUnresolved(ref _transaction);
                    _transaction = Take(ref _beginning);
                    _transaction?.Leaves(isUnanswered: false);
                    (_isUsed, _isAborting) = (true, false);
                    break;
                case TransactionCall.SendOffsets:
                    _transaction?.Leaves(isUnanswered: false);
                    break;
                case TransactionCall.Commit:
                    Take(ref _transaction)?.Settle(Ending.Ok, Standing.Timed);
                    break;
                case TransactionCall.Abort when _transaction is { IsUnanswered: true }:
                    EndUnresolved(ref _transaction);
                    break;
                case TransactionCall.Abort:
                    Take(ref _transaction)?.Settle(Ending.Aborted, Standing.Excluded);
                    break;
            }
        }
    }

    /// <summary>A call has thrown.</summary>
    public void Threw(TransactionCall call, Exception exception)
    {
        var isRetriable = TransactionEnd.IsRetriable(exception);
        var isMisuse = TransactionEnd.IsMisuse(exception);

        // An abort that was refused purges nothing, unless it was for another thread's.
        _isAborting &= call != TransactionCall.Abort || !isMisuse || exception is KafkaException { Error.Code: ErrorCode.Local_PrevInProgress };
        lock (_lock)
        {
            switch (call)
            {
                case TransactionCall.Init when isRetriable:
                    _initialisation?.Leaves(isUnanswered: true);
                    break;
                case TransactionCall.Init:
                    Take(ref _initialisation)?.Fail(exception);
                    break;
                case TransactionCall.Begin when isMisuse:
                    Take(ref _beginning)?.Fail(exception);
                    break;
                case TransactionCall.Begin:
                    EndUnresolved(ref _transaction);
                    Take(ref _beginning)?.Fail(exception);
                    break;
                case TransactionCall.Abort when !isRetriable && !isMisuse:
                    Take(ref _transaction)?.Fail(exception);
                    break;
                case TransactionCall.SendOffsets or TransactionCall.Commit when isRetriable:
                    _transaction?.Leaves(isUnanswered: true);
                    break;
                case TransactionCall.SendOffsets or TransactionCall.Commit when isMisuse:
                    _transaction?.Leaves(_transaction.IsUnanswered);
                    break;
                case TransactionCall.SendOffsets or TransactionCall.Commit:
                    Take(ref _transaction)?.Fail(exception);
                    break;
            }
        }
    }

    /// <inheritdoc/>
    public void Sweep(long now)
    {
        lock (_lock)
        {
            _initialisation?.CountIfLate(now);
            _beginning?.CountIfLate(now);
            _transaction?.CountIfLate(now);
        }
    }

    /// <summary>The producer is disposed: what nobody has resolved by now nobody will.</summary>
    public void EndAll()
    {
        lock (_lock)
        {
            EndUnresolved(ref _initialisation);
            EndUnresolved(ref _beginning);
            EndUnresolved(ref _transaction);
        }
    }

    private static TransactionWait? Take(ref TransactionWait? wait)
    {
        var taken = wait;
        wait = null;
        return taken;
    }

    private static void EndUnresolved(ref TransactionWait? wait) => Take(ref wait)?.Settle(Ending.Unknown, Standing.Bad);
}
