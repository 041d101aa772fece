using Confluent.Kafka;
using Kafka.Sli.Consuming;

namespace Kafka.Sli;

/// <summary>
/// Builds consumers that are measured. A <see cref="ConsumerBuilder{TKey, TValue}"/> in every way, except that
/// the application's handlers are given the decorator rather than the client inside it. What only a builder sees is measured with it:
/// each rebalance from its callbacks, automatic commits, and the group by its id.
/// </summary>
/// <typeparam name="TKey">The type of the message key.</typeparam>
/// <typeparam name="TValue">The type of the message value.</typeparam>
public class SliConsumerBuilder<TKey, TValue> : ConsumerBuilder<TKey, TValue>
{
    private readonly KafkaSli _sli;
    private readonly SliClientOptions _client;

    /// <summary>Of the one client that a copy of this builder builds.</summary>
    private SliConsumer<TKey, TValue>? _decorator;

    /// <summary>Makes a builder.</summary>
    /// <param name="config">The consumer's properties, any that librdkafka or Confluent.Kafka knows.</param>
    /// <param name="sli">What the consumers report to.</param>
    /// <param name="client">Their name in metrics, and that of their group where it is not to be the <c>group.id</c>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="sli"/> is <see langword="null"/>.</exception>
    public SliConsumerBuilder(IEnumerable<KeyValuePair<string, string>> config, KafkaSli sli, SliClientOptions? client = null)
        : base(config)
    {
        ArgumentNullException.ThrowIfNull(sli);
        _sli = sli;
        _client = client ?? new SliClientOptions();
    }

    /// <summary>Builds a consumer.</summary>
    /// <returns>A <see cref="SliConsumer{TKey, TValue}"/>; an undecorated one when Kafka.Sli is disabled.</returns>
    /// <exception cref="KafkaException">As by <see cref="ConsumerBuilder{TKey, TValue}"/>, like every exception.</exception>
    public override IConsumer<TKey, TValue> Build() => _sli.IsDisabled ? base.Build() : Composed().BuildDecorated();

    /// <summary>
    /// A builder for one client. The client looks its handlers up in its builder each time, so each has one of its own; and a copy by
    /// the runtime takes along whatever a later version of Confluent.Kafka may add.
    /// </summary>
    internal SliConsumerBuilder<TKey, TValue> Composed()
    {
        var composed = (SliConsumerBuilder<TKey, TValue>)MemberwiseClone();
        composed._decorator = null;
        composed.ErrorHandler = composed.WithDecorator(ErrorHandler);
        composed.LogHandler = composed.WithDecorator(LogHandler);
        composed.StatisticsHandler = composed.WithDecorator(StatisticsHandler);
        composed.OAuthBearerTokenRefreshHandler = composed.WithDecorator(OAuthBearerTokenRefreshHandler);

        var (assigned, revoked, lost) = (PartitionsAssignedHandler, PartitionsRevokedHandler, PartitionsLostHandler);
        var (committed, log) = (OffsetsCommittedHandler, LogHandler);
        composed.PartitionsAssignedHandler = (inner, partitions) => composed.DecoratorOf(inner).PartitionsAssigned(partitions, assigned);
        composed.PartitionsRevokedHandler = (inner, partitions) => composed.DecoratorOf(inner).PartitionsGone(partitions, revoked);

        // Without one of its own, what is lost goes to the revoked handler: of the client, and so of the application.
        composed.PartitionsLostHandler = lost is null ? null : (inner, partitions) => composed.DecoratorOf(inner).PartitionsGone(partitions, lost);
        composed.OffsetsCommittedHandler = (inner, offsets) => composed.DecoratorOf(inner).OffsetsCommitted(offsets, committed, log);
        return composed;
    }

    private SliConsumer<TKey, TValue> BuildDecorated()
    {
        var decorator = DecoratorOf(base.Build());
        decorator.Open();
        return decorator;
    }

    private Action<IConsumer<TKey, TValue>, TEvent>? WithDecorator<TEvent>(Action<IConsumer<TKey, TValue>, TEvent>? handler) =>
        handler is null ? null : (inner, happened) => handler(DecoratorOf(inner), happened);

    /// <summary>Handlers are called while the client is still being built: the first to need the decorator makes it.</summary>
    private SliConsumer<TKey, TValue> DecoratorOf(IConsumer<TKey, TValue> inner)
    {
        if (Volatile.Read(ref _decorator) is { } decorator)
        {
            return decorator;
        }

        decorator = _sli.Built(inner, Config, _client);
        return Interlocked.CompareExchange(ref _decorator, decorator, null) ?? decorator;
    }
}
