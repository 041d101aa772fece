using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;

namespace Kafka.Sli.DependencyInjection;

/// <summary>
/// Implementations that need the key they are resolved by: those whose constructor asks for it, which no other key can stand for, and
/// those that are registered for any key, of which each key has one of its own.
/// </summary>
internal static class InjectedKey
{
    private const DynamicallyAccessedMemberTypes Constructors = DynamicallyAccessedMemberTypes.PublicConstructors;

    public static bool IsWantedBy([DynamicallyAccessedMembers(Constructors)] Type type) => type
        .GetConstructors()
        .SelectMany(c => c.GetParameters())
        .Any(p => p.IsDefined(typeof(ServiceKeyAttribute), inherit: true));

    public static object Make(IServiceProvider services, [DynamicallyAccessedMembers(Constructors)] Type type, object? key) =>
        key is null || !IsWantedBy(type) ? ActivatorUtilities.CreateInstance(services, type) : ActivatorUtilities.CreateInstance(services, type, key);
}
