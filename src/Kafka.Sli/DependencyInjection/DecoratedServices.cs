using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;

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

    public bool HaveMeterProvider => _services.Any(d => d.ServiceType == typeof(MeterProvider));

    /// <summary>Decorates every client that is registered by now and was not decorated before.</summary>
    public void DecorateAll()
    {
        foreach (var descriptor in Undecorated.ToArray())
        {
            var decorated = descriptor.ServiceType.IsGenericTypeDefinition
                ? OpenGenerics.Decorate(descriptor, _services)
                : Decorate(descriptor);
            if (decorated is not null)
            {
                _services[_services.IndexOf(descriptor)] = decorated;
                _decorated.Add(decorated);
            }
        }
    }

    /// <summary>Adds a client that decorates itself.</summary>
    public void AddDecorated(ServiceDescriptor client)
    {
        _services.Add(client);
        _decorated.Add(client);
    }

    private ServiceDescriptor? Decorate(ServiceDescriptor descriptor)
    {
        if (!ClientDecorator.HasCodeFor(descriptor.ServiceType) || InnerOf(descriptor) is not { } inner)
        {
            return null;
        }

        var decorator = ClientDecorator.For(descriptor.ServiceType);
        return descriptor.IsKeyedService
            ? new ServiceDescriptor(descriptor.ServiceType, descriptor.ServiceKey, (services, key) => inner.Make(services, key, decorator)!, descriptor.Lifetime)
            : new ServiceDescriptor(descriptor.ServiceType, services => inner.Make(services, null, decorator)!, descriptor.Lifetime);
    }

    private InnerClient? InnerOf(ServiceDescriptor descriptor) => descriptor switch
    {
        { IsKeyedService: false, ImplementationInstance: { } instance } => new InnerClient.Instance(instance),
        { IsKeyedService: false, ImplementationFactory: { } factory } => new InnerClient.FromFactory((services, _) => factory(services)),
        { IsKeyedService: false, ImplementationType: { } type } => InnerOf(type, descriptor),
        { IsKeyedService: true, KeyedImplementationInstance: { } instance } => new InnerClient.Instance(instance),
        { IsKeyedService: true, KeyedImplementationFactory: { } factory } => new InnerClient.FromFactory(factory),
        { IsKeyedService: true, KeyedImplementationType: { } type } => InnerOf(type, descriptor),
        _ => null,
    };

    private InnerClient InnerOf([DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] Type type, ServiceDescriptor descriptor)
    {
        if (InjectedKey.IsWantedBy(type) || ReferenceEquals(descriptor.ServiceKey, KeyedService.AnyKey))
        {
            return new InnerClient.FromFactory((services, key) => InjectedKey.Make(services, type, key));
        }

        var inner = new InnerClient.MadeByContainer(type, new object());
        _services.Add(new ServiceDescriptor(inner.Type, inner.Key, inner.Type, descriptor.Lifetime));
        return inner;
    }
}
