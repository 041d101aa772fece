using Kafka.Sli.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace Kafka.Sli.DependencyInjection;

/// <summary>The client registrations of one service collection: which are decorated, and how each is.</summary>
internal sealed class DecoratedServices
{
    private readonly IServiceCollection _services;
    private readonly HashSet<ServiceDescriptor> _decorated = new(ReferenceEqualityComparer.Instance);

    public DecoratedServices(IServiceCollection services) => _services = services;

    public OpenGenericClients OpenGenerics { get; } = new();

    /// <summary>The client registrations that are left as they were.</summary>
    public IEnumerable<ServiceDescriptor> Undecorated =>
        _services.Where(d => ClientKind.Includes(d.ServiceType) && !_decorated.Contains(d));

    /// <summary>Decorates every client that is registered by now and was not decorated before.</summary>
    public void DecorateAll()
    {
        foreach (var descriptor in Undecorated.ToArray())
        {
            if (Decorate(descriptor) is { } decorated)
            {
                _services[_services.IndexOf(descriptor)] = decorated;
                _decorated.Add(decorated);
            }
        }
    }

    private ServiceDescriptor? Decorate(ServiceDescriptor descriptor) => descriptor switch
    {
        { ServiceType.IsGenericTypeDefinition: true } => OpenGenerics.Decorate(descriptor, _services),
        { IsKeyedService: true } => DecorateKeyed(descriptor),
        _ => DecorateUnkeyed(descriptor),
    };

    private ServiceDescriptor DecorateUnkeyed(ServiceDescriptor descriptor)
    {
        var decorator = ClientDecorator.For(descriptor.ServiceType);
        return descriptor switch
        {
            { ImplementationInstance: { } instance } => Describe(_ => instance, InnerClientOwner.Application),
            { ImplementationFactory: { } factory } => Describe(factory, InnerClientOwner.Decorator),
            { ImplementationType: { } type } => Describe(MadeByContainer(type, descriptor.Lifetime), InnerClientOwner.Container),
            _ => descriptor,
        };

        ServiceDescriptor Describe(Func<IServiceProvider, object?> inner, InnerClientOwner owner) => new(
            descriptor.ServiceType,
            services => decorator.Decorate(services, inner(services), serviceKey: null, owner)!,
            descriptor.Lifetime);
    }

    private ServiceDescriptor DecorateKeyed(ServiceDescriptor descriptor)
    {
        var decorator = ClientDecorator.For(descriptor.ServiceType);
        return descriptor switch
        {
            { KeyedImplementationInstance: { } instance } => Describe((_, _) => instance, InnerClientOwner.Application),
            { KeyedImplementationFactory: { } factory } => Describe(factory, InnerClientOwner.Decorator),
            { KeyedImplementationType: { } type } when InjectedKey.IsWantedBy(type) =>
                Describe((services, key) => InjectedKey.Make(services, type, key), InnerClientOwner.Decorator),
            { KeyedImplementationType: { } type } => DescribeType(MadeByContainer(type, descriptor.Lifetime)),
            _ => descriptor,
        };

        ServiceDescriptor DescribeType(Func<IServiceProvider, object> inner) =>
            Describe((services, _) => inner(services), InnerClientOwner.Container);

        ServiceDescriptor Describe(Func<IServiceProvider, object?, object?> inner, InnerClientOwner owner) => new(
            descriptor.ServiceType,
            descriptor.ServiceKey,
            (services, key) => decorator.Decorate(services, inner(services, key), key, owner)!,
            descriptor.Lifetime);
    }

    /// <summary>
    /// Leaves making and disposing the client to the container, under its own type and a key that nobody else has:
    /// it chooses constructors by rules of its own.
    /// </summary>
    private Func<IServiceProvider, object> MadeByContainer(Type type, ServiceLifetime lifetime)
    {
        var key = new object();
        _services.Add(new ServiceDescriptor(type, key, type, lifetime));
        return services => services.GetRequiredKeyedService(type, key);
    }
}
