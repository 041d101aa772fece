using Confluent.Kafka;
using Kafka.Sli.Producing;

namespace Kafka.Sli;

/// <summary>
/// Builds producers that are measured. A <see cref="ProducerBuilder{TKey, TValue}"/> in every way, except that
/// the application's handlers are given the decorator rather than the client inside it. What only a builder knows is measured with it:
/// a cancelled <c>ProduceAsync</c> is followed to its report, and with <c>acks=0</c> a success is <c>unobserved</c>.
/// </summary>
/// <typeparam name="TKey">The type of the message key.</typeparam>
/// <typeparam name="TValue">The type of the message value.</typeparam>
public class SliProducerBuilder<TKey, TValue> : ProducerBuilder<TKey, TValue>
{
    private readonly KafkaSli _sli;
    private readonly SliClientOptions _client;

    /// <summary>Of the one client that a copy of this builder builds.</summary>
    private SliProducer<TKey, TValue>? _decorator;

    /// <summary>Makes a builder.</summary>
    /// <param name="config">The producer's properties, any that librdkafka or Confluent.Kafka knows.</param>
    /// <param name="sli">What the producers report to.</param>
    /// <param name="client">Their name in metrics, and whether they stamp.</param>
    /// <exception cref="ArgumentNullException"><paramref name="sli"/> is <see langword="null"/>.</exception>
    public SliProducerBuilder(IEnumerable<KeyValuePair<string, string>> config, KafkaSli sli, SliClientOptions? client = null)
        : base(config)
    {
        ArgumentNullException.ThrowIfNull(sli);
        _sli = sli;
        _client = client ?? new SliClientOptions();
    }

    /// <summary>Builds a producer.</summary>
    /// <returns>A <see cref="SliProducer{TKey, TValue}"/>; an undecorated one when Kafka.Sli is disabled.</returns>
    /// <exception cref="KafkaException">As by <see cref="ProducerBuilder{TKey, TValue}"/>, like every exception.</exception>
    public override IProducer<TKey, TValue> Build() => _sli.IsDisabled ? base.Build() : Composed().BuildDecorated();

    /// <summary>
    /// A builder for one client. The client looks its handlers up in its builder each time, so each has one of its own; and a copy by
    /// the runtime takes along whatever a later version of Confluent.Kafka may add.
    /// </summary>
    internal SliProducerBuilder<TKey, TValue> Composed()
    {
        var composed = (SliProducerBuilder<TKey, TValue>)MemberwiseClone();
        composed._decorator = null;
        composed.ErrorHandler = composed.WithDecorator(ErrorHandler);
        composed.LogHandler = composed.WithDecorator(LogHandler);
        composed.StatisticsHandler = composed.WithDecorator(StatisticsHandler);
        composed.OAuthBearerTokenRefreshHandler = composed.WithDecorator(OAuthBearerTokenRefreshHandler);
        return composed;
    }

    /// <summary>An asynchronous one is given as it is, or by a builder of its own that the client calls.</summary>
    private bool HasSynchronousSerializers =>
        AsyncKeySerializer is null && AsyncKeySerializerBuilder is null && AsyncValueSerializer is null && AsyncValueSerializerBuilder is null;

    private SliProducer<TKey, TValue> BuildDecorated()
    {
        var decorator = DecoratorOf(base.Build());
        decorator.Open();
        return decorator;
    }

    private Action<IProducer<TKey, TValue>, TEvent>? WithDecorator<TEvent>(Action<IProducer<TKey, TValue>, TEvent>? handler) =>
        handler is null ? null : (inner, happened) => handler(DecoratorOf(inner), happened);

    /// <summary>Handlers are called while the client is still being built: the first to need the decorator makes it.</summary>
    private SliProducer<TKey, TValue> DecoratorOf(IProducer<TKey, TValue> inner)
    {
        if (Volatile.Read(ref _decorator) is { } decorator)
        {
            return decorator;
        }

        decorator = new SliProducer<TKey, TValue>(inner, _sli.Telemetry, _sli.ProducerSettingsOf(_client) with
        {
            ClientIsConfluents = ConfluentProducer.IsBy(inner),
            Built = BuiltProducer.From(Config, HasSynchronousSerializers),
        });
        return Interlocked.CompareExchange(ref _decorator, decorator, null) ?? decorator;
    }
}
