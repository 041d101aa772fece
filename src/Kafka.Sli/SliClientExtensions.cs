using Confluent.Kafka;

namespace Kafka.Sli;

/// <summary>Decorates clients that are built already.</summary>
public static class SliClientExtensions
{
    /// <summary>
    /// Measures a producer. Use what is returned in its place: it forwards every call, and disposing it disposes the producer.
    /// </summary>
    /// <typeparam name="TKey">The type of the message key.</typeparam>
    /// <typeparam name="TValue">The type of the message value.</typeparam>
    /// <param name="producer">The producer.</param>
    /// <param name="sli">What it reports to.</param>
    /// <param name="client">What the producer does not tell about itself.</param>
    /// <returns>A <see cref="Producing.SliProducer{TKey, TValue}"/>; the producer itself when it is one already or Kafka.Sli is disabled.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="producer"/> or <paramref name="sli"/> is <see langword="null"/>.</exception>
    public static IProducer<TKey, TValue> WithSli<TKey, TValue>(
        this IProducer<TKey, TValue> producer, KafkaSli sli, SliClientOptions? client = null)
    {
        ArgumentNullException.ThrowIfNull(producer);
        ArgumentNullException.ThrowIfNull(sli);
        return sli.Decorate(producer, client ?? new SliClientOptions());
    }

    /// <summary>
    /// Measures a consumer. Use what is returned in its place: it forwards every call, and disposing it disposes the consumer.
    /// </summary>
    /// <typeparam name="TKey">The type of the message key.</typeparam>
    /// <typeparam name="TValue">The type of the message value.</typeparam>
    /// <param name="consumer">The consumer.</param>
    /// <param name="sli">What it reports to.</param>
    /// <param name="client">What the consumer does not tell about itself, its group above all.</param>
    /// <returns>A <see cref="Consuming.SliConsumer{TKey, TValue}"/>; the consumer itself when it is one already or Kafka.Sli is disabled.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="consumer"/> or <paramref name="sli"/> is <see langword="null"/>.</exception>
    public static IConsumer<TKey, TValue> WithSli<TKey, TValue>(
        this IConsumer<TKey, TValue> consumer, KafkaSli sli, SliClientOptions? client = null)
    {
        ArgumentNullException.ThrowIfNull(consumer);
        ArgumentNullException.ThrowIfNull(sli);
        return sli.Decorate(consumer, client ?? new SliClientOptions());
    }
}
