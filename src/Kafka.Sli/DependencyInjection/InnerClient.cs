using System.Diagnostics.CodeAnalysis;
using Kafka.Sli.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace Kafka.Sli.DependencyInjection;

/// <summary>The client that a registration gives, before it is decorated, and who disposes it.</summary>
internal abstract record InnerClient
{
    /// <summary>Makes the client and decorates it. What has to outlive the client is made before it.</summary>
    public abstract object? Make(IServiceProvider services, object? serviceKey, ClientDecorator decorator);

    protected static object? Decorate(IServiceProvider services, object? client, object? serviceKey, ClientDecorator decorator, InnerClientLife life) =>
        client is null
            ? null
            : decorator.Decorate(services.GetRequiredService<KafkaSli>(), client, ClientDecorator.NameOf(serviceKey), life);

    /// <summary>A finished instance, which the container never disposes.</summary>
    public sealed record Instance(object Client) : InnerClient
    {
        public override object? Make(IServiceProvider services, object? serviceKey, ClientDecorator decorator) =>
            Decorate(services, Client, serviceKey, decorator, new ContainedClientLife(services, end: null));
    }

    /// <summary>What a factory returns, which the container would have disposed and now disposes by its decorator.</summary>
    public sealed record FromFactory(Func<IServiceProvider, object?, object?> Factory) : InnerClient
    {
        public override object? Make(IServiceProvider services, object? serviceKey, ClientDecorator decorator) =>
            Decorate(services, Factory(services, serviceKey), serviceKey, decorator, InnerClientLife.OfDecorator);
    }

    /// <summary>
    /// What the container makes itself, under its own type and a key that nobody else has: it chooses constructors by rules of its own.
    /// </summary>
    public sealed record MadeByContainer(
        [property: DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)]
        [param: DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)]
        Type Type,
        object Key) : InnerClient
    {
        public override object? Make(IServiceProvider services, object? serviceKey, ClientDecorator decorator)
        {
            _ = services.GetRequiredService<KafkaSli>();
            var end = services.GetRequiredService<ClientEnd>();
            return Decorate(services, services.GetRequiredKeyedService(Type, Key), serviceKey, decorator, new ContainedClientLife(services, end));
        }
    }
}
