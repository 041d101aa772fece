using Confluent.Kafka;
using Kafka.Sli.InFlight;
using Kafka.Sli.Telemetry;

namespace Kafka.Sli.Consuming;

/// <summary>
/// A consumer that measures the age of each message at the moment its application gets it: from the producer's call
/// to the return of <c>Consume</c> (<c>kafka.sli.delivery.duration</c>).
/// All calls go to the decorated consumer and return what it returns.
/// </summary>
/// <typeparam name="TKey">The type of the message key.</typeparam>
/// <typeparam name="TValue">The type of the message value.</typeparam>
public partial class SliConsumer<TKey, TValue> : IConsumer<TKey, TValue>, IAsyncDisposable
{
    private readonly IConsumer<TKey, TValue> _inner;
    private readonly ConsumerSettings _settings;
    private readonly SliTelemetry _telemetry;
    private readonly DeliveryJudge _delivery;
    private readonly ClientSeries _client;
    private readonly PollClock _pollClock = new();
    private readonly EventSeries _commits;
    private readonly InFlightRegister _commitsInFlight;
    private readonly MessagingTags _clientTags;
    private readonly ProcessClock _processing;
    private readonly AssignmentClock _assignment;
    private readonly AssignmentFollower? _follower;

    internal SliConsumer(IConsumer<TKey, TValue> inner, SliTelemetry telemetry, ReadProgress progress, ConsumerSettings settings)
    {
        _inner = inner;
        _telemetry = telemetry;
        _settings = settings;
        _client = telemetry.OpenConsumer(settings.Client);
        _delivery = new DeliveryJudge(telemetry, progress, settings, _client);
        _commits = telemetry.OffsetCommitSeries(settings.Group, settings.Client, settings.WarmUp);
        _commitsInFlight = new InFlightRegister(telemetry.Clock, telemetry.Stalls);
        _clientTags = new MessagingTags(destination: null, settings.Group);
        _processing = new ProcessClock(telemetry, settings.SpansProcessing);
        _assignment = new AssignmentClock(telemetry.AssignmentSeries(settings.Group, settings.Client, settings.WarmUp), telemetry.Clock);
        _follower = settings.IsBuilt ? null : new AssignmentFollower(_assignment, telemetry.Clock);
    }

    /// <inheritdoc/>
    public ConsumeResult<TKey, TValue> Consume(int millisecondsTimeout) =>
        Poll(static (consumer, timeout) => consumer.Consume(timeout), millisecondsTimeout);

    /// <inheritdoc/>
    public ConsumeResult<TKey, TValue> Consume(CancellationToken cancellationToken = default) =>
        Poll(static (consumer, token) => consumer.Consume(token), cancellationToken);

    /// <inheritdoc/>
    public ConsumeResult<TKey, TValue> Consume(TimeSpan timeout) =>
        Poll(static (consumer, limit) => consumer.Consume(limit), timeout);

    /// <summary>Asked before anything else: what nobody listens to costs a few branches.</summary>
    private bool IsHeard => _telemetry.MeasuresConsume || _processing.IsOpen || _follower is not null;

    private ConsumeResult<TKey, TValue> Poll<TLimit>(
        Func<IConsumer<TKey, TValue>, TLimit, ConsumeResult<TKey, TValue>> consume, TLimit limit)
    {
        if (!IsHeard)
        {
            return consume(_inner, limit);
        }

        long? ended = null;
        var start = PollStart();
        PollBegins();
        try
        {
            var result = consume(_inner, limit);
            if (result is { IsPartitionEOF: false })
            {
                ended = Delivered(result.Topic, result.Partition, result.Offset, result.Message);
                if (start is not null || _processing.IsListenedTo)
                {
                    Polled(start, result.Topic, result.TopicPartitionOffset, result.Message, errorType: null);
                }
            }

            FollowAssignment();
            return result;
        }
        catch (KafkaException e)
        {
            Failed(e, start);
            throw;
        }
        finally
        {
            PollEnds(ended);
        }
    }
}
