using Microsoft.Extensions.DependencyInjection;

namespace Kafka.Sli.DependencyInjection;

/// <summary>
/// Registrations such as <c>AddSingleton(typeof(IProducer&lt;,&gt;), typeof(MyProducer&lt;,&gt;))</c>. A container takes no factory
/// for them, so the decorating type finds the decorated one here.
/// </summary>
internal sealed class OpenGenericClients
{
    private readonly Dictionary<(Type Service, object Key), (Type Implementation, object Key)> _inner = [];

    /// <returns><see langword="null"/> for all but one registration of a service and key: the decorating type cannot tell them apart.</returns>
    public ServiceDescriptor? Decorate(ServiceDescriptor descriptor, IServiceCollection services)
    {
        var implementation = descriptor.IsKeyedService ? descriptor.KeyedImplementationType : descriptor.ImplementationType;
        var last = services.Last(d => d.ServiceType == descriptor.ServiceType && Equals(d.ServiceKey, descriptor.ServiceKey));
        if (implementation is null || !ReferenceEquals(last, descriptor))
        {
            return null;
        }

        var key = new object();
        _inner[(descriptor.ServiceType, descriptor.ServiceKey ?? this)] = (implementation, key);
        services.Add(new ServiceDescriptor(implementation, key, implementation, descriptor.Lifetime));
        var decorator = ClientKind.IsProducer(descriptor.ServiceType) ? typeof(InjectedProducer<,>) : typeof(InjectedConsumer<,>);
        return new ServiceDescriptor(descriptor.ServiceType, descriptor.ServiceKey, decorator, descriptor.Lifetime);
    }

    /// <summary>The client that the container makes in the place of the decorated registration.</summary>
    public object Find(IServiceProvider services, Type serviceType, object? serviceKey)
    {
        var (implementation, key) = _inner[(serviceType.GetGenericTypeDefinition(), serviceKey ?? this)];
        return services.GetRequiredKeyedService(implementation.MakeGenericType(serviceType.GetGenericArguments()), key);
    }
}
