using Kafka.Sli.Telemetry;

namespace Kafka.Sli.Measuring;

/// <summary>
/// A producer that Kafka.Sli has not decorated, of whatever implementation, measured by the same contract: the same register, verdicts and instruments. All times are timestamps of the
/// <see cref="KafkaSli.TimeProvider"/>; a process on the same machine has the same ones where both take the system's monotonic clock. For any thread. Nothing here throws for what fails inside.
/// </summary>
public sealed class MeasuredProducer : IDisposable
{
    private readonly SliTelemetry _telemetry;
    private readonly TopicSeriesByName _series;
    private readonly ClientSeries _client;
    private readonly EventSeries _transactions;
    private readonly EventSeries _initialisations;
    private readonly MeasuredRegister _register;
    private readonly MeasuredRegister _calls;

    internal MeasuredProducer(SliTelemetry telemetry, string? client, TimeSpan warmUp, bool isOutside, bool isOff)
    {
        _telemetry = telemetry;
        _series = telemetry.ProduceSeries(client, stamps: null, warmUp, forgivesStalls: !isOutside);
        _client = telemetry.OpenProducer(client);
        (_transactions, _initialisations) = telemetry.TransactionSeries(client, warmUp, forgivesStalls: !isOutside);
        _register = new MeasuredRegister(telemetry, isOutside, isOff);

        // Apart from the sends, of which alone it is told how many are in flight.
        _calls = new MeasuredRegister(telemetry, isOutside, isOff);
        if (!isOff)
        {
            _client.Add(_register.InFlight);
            telemetry.Deadlines.Add(_register, _calls);
        }
    }

    /// <summary>A message is handed to the client.</summary>
    /// <param name="topic">Where it goes to.</param>
    /// <param name="start">When it was handed over, or when it was due.</param>
    /// <exception cref="ArgumentNullException"><paramref name="topic"/> is <see langword="null"/>.</exception>
    public MeasuredOperation BeginProduce(string topic, long start)
    {
        ArgumentNullException.ThrowIfNull(topic);
        return new MeasuredOperation(_register, _series.For(topic).At(start), start);
    }

    /// <summary>
    /// The application is inside a call that ends a transaction (<c>kafka.sli.transaction.duration</c>). Only the time inside of calls counts, in seconds: what it spent inside earlier calls of the
    /// same transaction is told by beginning as much earlier. One whose errors ask for an abort has <see cref="MeasuredEnd.Failed">failed</see>.
    /// </summary>
    /// <param name="start">When the call was made, less the time spent inside the transaction's earlier calls.</param>
    public MeasuredOperation BeginTransaction(long start) => new(_calls, _transactions.At(start), start);

    /// <summary>The application is inside a call that makes its producer ready for transactions, which is an event of its own (<c>messaging.operation.name</c> = <c>init_transactions</c>).</summary>
    /// <param name="start">When the call was made.</param>
    public MeasuredOperation BeginInitTransactions(long start) => new(_calls, _initialisations.At(start), start);

    /// <summary>The value of the header <c>kafka-sli-sent</c>, by which the age of a message is told where it is read.</summary>
    /// <param name="topic">Where the message goes to.</param>
    /// <param name="start">As for <see cref="BeginProduce"/>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="topic"/> is <see langword="null"/>.</exception>
    public byte[] Stamp(string topic, long start)
    {
        ArgumentNullException.ThrowIfNull(topic);
        return SentStamp.Write(_telemetry.Clock.UnixMicrosecondsAt(start), _series.For(topic).TopicHash);
    }

    /// <summary>
    /// For a client outside of this process, whose word takes time to come here: all that ended until then has been told. Until it is said again no deadline after it passes.
    /// </summary>
    /// <param name="at">Until when.</param>
    public void ToldUntil(long at)
    {
        _register.ToldUntil(at);
        _calls.ToldUntil(at);
    }

    /// <summary>The client is gone: what is in flight is abandoned.</summary>
    public void Dispose() => _telemetry.Errors.Guard(this, static p =>
    {
        p._register.Abandon(p._telemetry.Clock.Now);
        p._calls.Abandon(p._telemetry.Clock.Now);
        p._telemetry.Deadlines.Remove(p._register, p._calls);
        p._client.Remove(p._register.InFlight);
    });
}
