using Kafka.Sli.Telemetry;

namespace Kafka.Sli.Producing;

/// <summary>
/// The transactions of one producer, each on a clock that runs only while the application is inside one of its calls. What the
/// application does between them is no wait for Kafka, and a call that is repeated after a retriable error goes on with the clock.
/// </summary>
internal sealed class TransactionClock
{
    private readonly Lock _lock = new();
    private readonly EventSeries _transactions;
    private readonly EventSeries _initialisations;
    private Wait? _initialisation;
    private Wait? _transaction;
    private volatile bool _isUsed;
    private volatile bool _isAborting;

    public TransactionClock((EventSeries Transactions, EventSeries Initialisations) series) =>
        (_transactions, _initialisations) = series;

    /// <summary>
    /// Whether messages that are purged now are purged because the application aborted. librdkafka purges them too when a transaction
    /// has failed, and then it was not the application that gave them up.
    /// </summary>
    public bool PurgesForApplication => !_isUsed || _isAborting;

    /// <summary>A call is being made.</summary>
    public void Enters(TransactionCall call)
    {
        if (call == TransactionCall.Abort)
        {
            _isAborting = true;
        }
    }

    /// <summary>A call has returned.</summary>
    public void Returned(TransactionCall call, double seconds)
    {
        lock (_lock)
        {
            switch (call)
            {
                case TransactionCall.Init:
                    Settle(_initialisations, Take(ref _initialisation, seconds), Ending.Ok, Standing.Timed);
                    break;
                case TransactionCall.Begin:
                    EndUnresolved(ref _transaction, _transactions);
                    _transaction = new Wait { Seconds = seconds };
                    (_isUsed, _isAborting) = (true, false);
                    break;
                case TransactionCall.SendOffsets when _transaction is { } wait:
                    wait.Seconds += seconds;
                    wait.IsUnanswered = false;
                    break;
                case TransactionCall.Commit when _transaction is not null:
                    Settle(_transactions, Take(ref _transaction, seconds), Ending.Ok, Standing.Timed);
                    break;
                case TransactionCall.Abort when _transaction is { IsUnanswered: true }:
                    EndUnresolved(ref _transaction, _transactions);
                    break;
                case TransactionCall.Abort when _transaction is not null:
                    Settle(_transactions, Take(ref _transaction), Ending.Aborted, Standing.Excluded);
                    break;
            }
        }
    }

    /// <summary>A call has thrown.</summary>
    public void Threw(TransactionCall call, double seconds, Exception exception)
    {
        lock (_lock)
        {
            switch (call)
            {
                case TransactionCall.Init when TransactionEnd.IsRetriable(exception):
                    (_initialisation ??= new Wait()).Add(seconds);
                    break;
                case TransactionCall.Init:
                    Fail(_initialisations, Take(ref _initialisation, seconds), exception);
                    break;
                case TransactionCall.Begin when TransactionEnd.IsMisuse(exception):
                    Fail(_transactions, seconds, exception);
                    break;
                case TransactionCall.Begin:
                    EndUnresolved(ref _transaction, _transactions);
                    Fail(_transactions, seconds, exception);
                    break;
                case TransactionCall.Abort when _transaction is not null && !TransactionEnd.IsRetriable(exception) && !TransactionEnd.IsMisuse(exception):
                    Fail(_transactions, Take(ref _transaction), exception);
                    break;
                case TransactionCall.SendOffsets or TransactionCall.Commit when _transaction is { } wait && TransactionEnd.IsRetriable(exception):
                    wait.Add(seconds);
                    break;
                case TransactionCall.SendOffsets or TransactionCall.Commit when _transaction is not null && !TransactionEnd.IsMisuse(exception):
                    Fail(_transactions, Take(ref _transaction, seconds), exception);
                    break;
            }
        }
    }

    /// <summary>The producer is disposed: what nobody has resolved by now nobody will.</summary>
    public void EndAll()
    {
        lock (_lock)
        {
            EndUnresolved(ref _initialisation, _initialisations);
            EndUnresolved(ref _transaction, _transactions);
        }
    }

    private static double Take(ref Wait? wait, double seconds = 0)
    {
        seconds += wait?.Seconds ?? 0;
        wait = null;
        return seconds;
    }

    private static void EndUnresolved(ref Wait? wait, EventSeries series)
    {
        if (wait is not null)
        {
            Settle(series, Take(ref wait), Ending.Unknown, Standing.Bad);
        }
    }

    private static void Fail(EventSeries series, double seconds, Exception exception) =>
        Settle(series, seconds, TransactionEnd.Failed(exception), TransactionEnd.IsMisuse(exception) ? Standing.Excluded : Standing.Bad);

    private static void Settle(EventSeries series, double seconds, Ending ending, Standing standing) =>
        series.Settle(seconds, ending, standing);

    private sealed class Wait
    {
        /// <summary>Spent inside the calls so far.</summary>
        public double Seconds { get; set; }

        /// <summary>The last call ended in an error that asks for it to be made again, and it was not.</summary>
        public bool IsUnanswered { get; set; }

        public void Add(double seconds)
        {
            Seconds += seconds;
            IsUnanswered = true;
        }
    }
}
