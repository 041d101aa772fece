using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;

namespace Kafka.Sli.DependencyInjection;

/// <summary>
/// Registrations such as <c>AddSingleton(typeof(IProducer&lt;,&gt;), typeof(MyProducer&lt;,&gt;))</c>. A container takes no factory
/// for them, so the decorating type finds the decorated one here, by service type and key. Of several registrations of one type and key
/// only the last can be found, which is the one that is resolved.
/// </summary>
internal sealed class OpenGenericClients
{
    private readonly Dictionary<(Type Service, object Key), Entry> _entries = [];

    /// <returns><see langword="null"/> for what cannot be decorated.</returns>
    public ServiceDescriptor? Decorate(ServiceDescriptor descriptor, IServiceCollection services)
    {
        var type = descriptor.IsKeyedService ? descriptor.KeyedImplementationType : descriptor.ImplementationType;
        var last = services.Last(d => d.ServiceType == descriptor.ServiceType && Equals(d.ServiceKey, descriptor.ServiceKey));
        if (type is null
            || !ReferenceEquals(last, descriptor)
            || InjectedKey.IsWantedBy(type)
            || ReferenceEquals(descriptor.ServiceKey, KeyedService.AnyKey))
        {
            return null;
        }

        var slot = (descriptor.ServiceType, descriptor.ServiceKey ?? this);
        if (_entries.TryGetValue(slot, out var earlier))
        {
            services[services.IndexOf(earlier.Decorated)] = earlier.Original;
        }

        var decorator = ClientKind.IsProducer(descriptor.ServiceType) ? typeof(InjectedProducer<,>) : typeof(InjectedConsumer<,>);
        var inner = new InnerClient.MadeByContainer(type, new object());
        services.Add(new ServiceDescriptor(type, inner.Key, type, descriptor.Lifetime));
        _entries[slot] = new(
            descriptor,
            new ServiceDescriptor(descriptor.ServiceType, descriptor.ServiceKey, decorator, descriptor.Lifetime),
            inner);
        return _entries[slot].Decorated;
    }

    /// <summary>The client that the container makes in the place of the decorated registration.</summary>
    [UnconditionalSuppressMessage("Trimming", "IL2055", Justification = "The container keeps what it makes of the registration.")]
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "The container has made the decorating type of the same arguments.")]
    public object Find(IServiceProvider services, Type serviceType, object? serviceKey)
    {
        var inner = _entries[(serviceType.GetGenericTypeDefinition(), serviceKey ?? this)].Inner;
        return services.GetRequiredKeyedService(inner.Type.MakeGenericType(serviceType.GetGenericArguments()), inner.Key);
    }

    private sealed record Entry(ServiceDescriptor Original, ServiceDescriptor Decorated, InnerClient.MadeByContainer Inner);
}
