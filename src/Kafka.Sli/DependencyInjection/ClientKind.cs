using Confluent.Kafka;

namespace Kafka.Sli.DependencyInjection;

/// <summary>Which registrations are clients.</summary>
internal static class ClientKind
{
    /// <summary>Whether a service type is <c>IProducer&lt;,&gt;</c> or <c>IConsumer&lt;,&gt;</c>, open or closed.</summary>
    public static bool Includes(Type serviceType) =>
        serviceType.IsGenericType && IsClient(serviceType.GetGenericTypeDefinition());

    public static bool IsProducer(Type serviceType) => serviceType.GetGenericTypeDefinition() == typeof(IProducer<,>);

    private static bool IsClient(Type definition) => definition == typeof(IProducer<,>) || definition == typeof(IConsumer<,>);
}
