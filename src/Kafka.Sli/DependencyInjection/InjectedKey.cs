using Microsoft.Extensions.DependencyInjection;

namespace Kafka.Sli.DependencyInjection;

/// <summary>Implementations whose constructor asks for the key they were registered under, which no other key can stand for.</summary>
internal static class InjectedKey
{
    public static bool IsWantedBy(Type type) => type
        .GetConstructors()
        .SelectMany(c => c.GetParameters())
        .Any(p => p.IsDefined(typeof(ServiceKeyAttribute), inherit: true));

    public static object Make(IServiceProvider services, Type type, object? key) =>
        key is null ? ActivatorUtilities.CreateInstance(services, type) : ActivatorUtilities.CreateInstance(services, type, key);
}
