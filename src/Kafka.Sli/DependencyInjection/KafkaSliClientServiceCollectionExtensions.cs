using Confluent.Kafka;
using Kafka.Sli;
using Kafka.Sli.DependencyInjection;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds clients that Kafka.Sli builds itself, and so measures in full.</summary>
public static class KafkaSliClientServiceCollectionExtensions
{
    /// <summary>
    /// Adds an <see cref="IProducer{TKey, TValue}"/>, a singleton. Its properties are read from the section <c>Kafka:Sli:Producers:{name}</c>
    /// of the configuration, or <c>Kafka:Sli:Producer</c> without a name: any that librdkafka has (<c>bootstrap.servers</c>), or that
    /// <see cref="ProducerConfig"/> has (<c>BootstrapServers</c>). <c>AddKafkaSli</c> says what is measured and judged.
    /// </summary>
    /// <typeparam name="TKey">The type of the message key.</typeparam>
    /// <typeparam name="TValue">The type of the message value.</typeparam>
    /// <param name="services">The service's registrations.</param>
    /// <param name="name">The client's name in configuration and metrics (<c>kafka.sli.client</c>); <see langword="null"/> for none.</param>
    /// <param name="configure">Changes what was read from the configuration.</param>
    /// <param name="build">Sets serializers and handlers.</param>
    /// <returns><paramref name="services"/>.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> is <see langword="null"/>.</exception>
    /// <remarks>A property that is wrong is told when the producer is first asked for, by an <see cref="InvalidOperationException"/> that names it and its section.</remarks>
    public static IServiceCollection AddKafkaSliProducer<TKey, TValue>(
        this IServiceCollection services,
        string? name = null,
        Action<IServiceProvider, ProducerConfig>? configure = null,
        Action<IServiceProvider, SliProducerBuilder<TKey, TValue>>? build = null) =>
        Add(services, ServiceDescriptor.Singleton(provider => Producer(provider, name, configure, build)));

    /// <summary>Adds an <see cref="IProducer{TKey, TValue}"/> under its name as key, and otherwise as <see cref="AddKafkaSliProducer"/> does.</summary>
    /// <typeparam name="TKey">The type of the message key.</typeparam>
    /// <typeparam name="TValue">The type of the message value.</typeparam>
    /// <param name="services">The service's registrations.</param>
    /// <param name="name">The client's key, and its name in configuration and metrics.</param>
    /// <param name="configure">Changes what was read from the configuration.</param>
    /// <param name="build">Sets serializers and handlers.</param>
    /// <returns><paramref name="services"/>.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> or <paramref name="name"/> is <see langword="null"/>.</exception>
    public static IServiceCollection AddKeyedKafkaSliProducer<TKey, TValue>(
        this IServiceCollection services,
        string name,
        Action<IServiceProvider, ProducerConfig>? configure = null,
        Action<IServiceProvider, SliProducerBuilder<TKey, TValue>>? build = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Add(services, ServiceDescriptor.KeyedSingleton(name, (provider, _) => Producer(provider, name, configure, build)));
    }

    /// <summary>
    /// Adds an <see cref="IConsumer{TKey, TValue}"/>, a singleton. Its properties are read from the section <c>Kafka:Sli:Consumers:{name}</c>
    /// of the configuration, or <c>Kafka:Sli:Consumer</c> without a name, as for <see cref="AddKafkaSliProducer"/>.
    /// </summary>
    /// <typeparam name="TKey">The type of the message key.</typeparam>
    /// <typeparam name="TValue">The type of the message value.</typeparam>
    /// <param name="services">The service's registrations.</param>
    /// <param name="name">The client's name in configuration and metrics (<c>kafka.sli.client</c>); <see langword="null"/> for none.</param>
    /// <param name="configure">Changes what was read from the configuration.</param>
    /// <param name="build">Sets deserializers and handlers.</param>
    /// <returns><paramref name="services"/>.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> is <see langword="null"/>.</exception>
    /// <remarks>A property that is wrong is told when the consumer is first asked for, by an <see cref="InvalidOperationException"/> that names it and its section.</remarks>
    public static IServiceCollection AddKafkaSliConsumer<TKey, TValue>(
        this IServiceCollection services,
        string? name = null,
        Action<IServiceProvider, ConsumerConfig>? configure = null,
        Action<IServiceProvider, SliConsumerBuilder<TKey, TValue>>? build = null) =>
        Add(services, ServiceDescriptor.Singleton(provider => Consumer(provider, name, configure, build)));

    /// <summary>Adds an <see cref="IConsumer{TKey, TValue}"/> under its name as key, and otherwise as <see cref="AddKafkaSliConsumer"/> does.</summary>
    /// <typeparam name="TKey">The type of the message key.</typeparam>
    /// <typeparam name="TValue">The type of the message value.</typeparam>
    /// <param name="services">The service's registrations.</param>
    /// <param name="name">The client's key, and its name in configuration and metrics.</param>
    /// <param name="configure">Changes what was read from the configuration.</param>
    /// <param name="build">Sets deserializers and handlers.</param>
    /// <returns><paramref name="services"/>.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> or <paramref name="name"/> is <see langword="null"/>.</exception>
    public static IServiceCollection AddKeyedKafkaSliConsumer<TKey, TValue>(
        this IServiceCollection services,
        string name,
        Action<IServiceProvider, ConsumerConfig>? configure = null,
        Action<IServiceProvider, SliConsumerBuilder<TKey, TValue>>? build = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Add(services, ServiceDescriptor.KeyedSingleton(name, (provider, _) => Consumer(provider, name, configure, build)));
    }

    private static IServiceCollection Add(IServiceCollection services, ServiceDescriptor client)
    {
        ArgumentNullException.ThrowIfNull(services);
        if (KafkaSliServiceCollectionExtensions.Decorated(services) is { } decorated)
        {
            decorated.AddDecorated(client);
        }
        else
        {
            services.Add(client);
        }

        return services;
    }

    private static IProducer<TKey, TValue> Producer<TKey, TValue>(
        IServiceProvider services,
        string? name,
        Action<IServiceProvider, ProducerConfig>? configure,
        Action<IServiceProvider, SliProducerBuilder<TKey, TValue>>? build)
    {
        var path = ClientConfiguration.PathOf("Producer", name);
        var config = ClientConfiguration.Read<ProducerConfig>(services, path);
        configure?.Invoke(services, config);
        var sli = services.GetRequiredService<KafkaSli>();
        ClientConfiguration.WarnWithoutAddress(services, sli, path, config);
        var builder = new SliProducerBuilder<TKey, TValue>(config, sli, new SliClientOptions { Name = name });
        build?.Invoke(services, builder);
        return ClientConfiguration.Build(path, builder.Build);
    }

    private static IConsumer<TKey, TValue> Consumer<TKey, TValue>(
        IServiceProvider services,
        string? name,
        Action<IServiceProvider, ConsumerConfig>? configure,
        Action<IServiceProvider, SliConsumerBuilder<TKey, TValue>>? build)
    {
        var path = ClientConfiguration.PathOf("Consumer", name);
        var config = ClientConfiguration.Read<ConsumerConfig>(services, path);
        configure?.Invoke(services, config);
        var sli = services.GetRequiredService<KafkaSli>();
        ClientConfiguration.WarnWithoutAddress(services, sli, path, config);
        var builder = new SliConsumerBuilder<TKey, TValue>(config, sli, new SliClientOptions { Name = name });
        build?.Invoke(services, builder);
        return ClientConfiguration.Build(path, builder.Build);
    }
}
