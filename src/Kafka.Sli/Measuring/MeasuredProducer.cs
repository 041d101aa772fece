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
    private readonly MeasuredRegister _register;

    internal MeasuredProducer(SliTelemetry telemetry, string? client, TimeSpan warmUp, bool isOutside, bool isOff)
    {
        _telemetry = telemetry;
        _series = telemetry.ProduceSeries(client, stamps: null, warmUp, forgivesStalls: !isOutside);
        _client = telemetry.OpenProducer(client);
        _register = new MeasuredRegister(telemetry, isOutside, isOff);
        if (!isOff)
        {
            _client.Add(_register.InFlight);
            telemetry.Deadlines.Add(_register);
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
    public void ToldUntil(long at) => _register.ToldUntil(at);

    /// <summary>The client is gone: what is in flight is abandoned.</summary>
    public void Dispose() => _telemetry.Errors.Guard(this, static p =>
    {
        p._register.Abandon(p._telemetry.Clock.Now);
        p._telemetry.Deadlines.Remove(p._register);
        p._client.Remove(p._register.InFlight);
    });
}
