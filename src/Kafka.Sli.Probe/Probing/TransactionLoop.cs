using Confluent.Kafka;
using Kafka.Sli.Probe.Ledger;
using Kafka.Sli.Producing;

namespace Kafka.Sli.Probe.Probing;

/// <summary>
/// Sends for one cell in transactions, on a thread of its own: a commit that waits for its coordinator must not hold up the others. Errors are answered as the client asks for it: the same call again,
/// an abort, or no more for good.
/// </summary>
internal sealed class TransactionLoop : CellWorker
{
    /// <summary>A call that takes longer is made again, so that it can be told to end.</summary>
    private static readonly TimeSpan LongestCall = TimeSpan.FromSeconds(1);

    /// <summary>Who stops the probe waits for it.</summary>
    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan LongestSleep = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(100);

    private readonly SliProducer<byte[]?, byte[]> _producer;
    private readonly Sender _sender;
    private readonly IModelClientEvents _events;
    private readonly Action<Error> _hasFailed;
    private readonly TimeSpan _every;
    private volatile bool _isReady;
    private volatile bool _isFatal;

    /// <param name="producer">Has a transactional id.</param>
    /// <param name="sender">Hands it the messages.</param>
    /// <param name="every">How long a transaction lasts.</param>
    /// <param name="events">Told what it is not let do.</param>
    /// <param name="hasFailed">Told when it can do no more for good.</param>
    /// <param name="time">The clock.</param>
    public TransactionLoop(SliProducer<byte[]?, byte[]> producer, Sender sender, TimeSpan every, IModelClientEvents events, Action<Error> hasFailed, TimeProvider time)
        : base("probe transactions", time)
    {
        (_producer, _sender, _every, _events, _hasFailed) = (producer, sender, every, events, hasFailed);
    }

    /// <summary>When it has stopped: the closing records, in a transaction of their own.</summary>
    /// <returns>Whether it was committed.</returns>
    public bool SendClosing()
    {
        if (!_isReady || _isFatal || !Repeat(_producer.BeginTransaction))
        {
            return false;
        }

        var hadRoom = _sender.Close();
        return Commit() == Fate.Acknowledged && hadRoom;
    }

    protected override void Run()
    {
        if (!Repeat(() => _producer.InitTransactions(LongestCall)))
        {
            return;
        }

        _isReady = true;

        // What fell due before would only measure the start, which is measured by itself.
        _sender.Start();
        while (!Stopping.IsCancellationRequested && !_isFatal)
        {
            Progressed();
            SleepUntil(_sender.NextDue());
            if (_sender.NextDue() <= Time.GetTimestamp() && Repeat(_producer.BeginTransaction))
            {
                SendForAWhile();
                _sender.TransactionEnded(Commit());
            }
        }
    }

    private void SendForAWhile()
    {
        var end = Time.GetTimestamp() + (long)(_every.TotalSeconds * Time.TimestampFrequency);
        while (!Stopping.IsCancellationRequested && Time.GetTimestamp() < end)
        {
            Progressed();
            SleepUntil(Math.Min(end, _sender.SendDue()));
        }
    }

    private void SleepUntil(long moment)
    {
        var wait = moment == long.MaxValue ? LongestSleep : Time.GetElapsedTime(Time.GetTimestamp(), moment);
        if (wait > TimeSpan.Zero)
        {
            PreciseSleep.For(wait > LongestSleep ? LongestSleep : wait);
        }
    }

    /// <returns>How all of it ended.</returns>
    private Fate Commit()
    {
        try
        {
            return Repeat(() => _producer.CommitTransaction(LongestCall), isInOneTransaction: true) ? Fate.Acknowledged : Fate.Unknown;
        }
        catch (KafkaException)
        {
            return Repeat(() => _producer.AbortTransaction(LongestCall)) ? Fate.Failed : Fate.Unknown;
        }
    }

    /// <summary>Until it is done, or will never be, or nobody waits any longer.</summary>
    /// <exception cref="KafkaException">What it is made in has to be aborted.</exception>
    private bool Repeat(Action call, bool isInOneTransaction = false)
    {
        while (true)
        {
            try
            {
                call();
                return true;
            }
            catch (KafkaException e) when (e.Error.IsFatal)
            {
                Complain(e.Error);
                _isFatal = true;
                _hasFailed(e.Error);
                return false;
            }
            catch (KafkaException e) when (!isInOneTransaction || IsToBeMadeAgain(e))
            {
                Complain(e.Error);
            }

            Progressed();
            if (Stopping.IsCancellationRequested && Time.GetElapsedTime(StoppedAt) > LongestEnd)
            {
                return false;
            }

            Stopping.WaitHandle.WaitOne(RetryPause);
        }
    }

    /// <summary>A time-out may also be what the transaction failed of.</summary>
    private static bool IsToBeMadeAgain(KafkaException e) =>
        e is KafkaRetriableException || (e is not KafkaTxnRequiresAbortException && e.Error.Code is ErrorCode.Local_TimedOut or ErrorCode.Local_InProgress);

    private void Complain(Error error)
    {
        if (Refusals.Of(error, isSend: true) is { } refusal)
        {
            _events.Refused(refusal, error.Reason);
        }
    }
}
