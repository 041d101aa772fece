using Confluent.Kafka;
using Kafka.Sli.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace Kafka.Sli.DependencyInjection;

/// <summary>Decorates what a registration gives, for one closed client type.</summary>
internal abstract class ClientDecorator
{
    /// <param name="serviceType">A closed <c>IProducer&lt;,&gt;</c> or <c>IConsumer&lt;,&gt;</c>.</param>
    public static ClientDecorator For(Type serviceType)
    {
        var decorator = ClientKind.IsProducer(serviceType) ? typeof(OfProducer<,>) : typeof(OfConsumer<,>);
        return (ClientDecorator)Activator.CreateInstance(decorator.MakeGenericType(serviceType.GetGenericArguments()))!;
    }

    public object? Decorate(IServiceProvider services, object? client, object? serviceKey, InnerClientOwner owner) =>
        client is null
            ? null
            : Decorate(
                services.GetRequiredService<KafkaSli>(),
                client,
                NameOf(serviceKey),
                new InnerClientLife(owner, () => IsDisposing(services)));

    /// <summary>A client's key is the name that its user gave it.</summary>
    public static SliClientOptions NameOf(object? serviceKey) => new() { Name = serviceKey as string };

    /// <summary>A container refuses every request from the moment on at which it begins to dispose what it made.</summary>
    public static bool IsDisposing(IServiceProvider services)
    {
        try
        {
            services.GetService(typeof(IServiceProvider));
            return false;
        }
        catch (ObjectDisposedException)
        {
            return true;
        }
    }

    protected abstract object Decorate(KafkaSli sli, object client, SliClientOptions options, InnerClientLife life);

    private sealed class OfProducer<TKey, TValue> : ClientDecorator
    {
        protected override object Decorate(KafkaSli sli, object client, SliClientOptions options, InnerClientLife life) =>
            sli.Decorate((IProducer<TKey, TValue>)client, options, life);
    }

    private sealed class OfConsumer<TKey, TValue> : ClientDecorator
    {
        protected override object Decorate(KafkaSli sli, object client, SliClientOptions options, InnerClientLife life) =>
            sli.Decorate((IConsumer<TKey, TValue>)client, options, life);
    }
}
