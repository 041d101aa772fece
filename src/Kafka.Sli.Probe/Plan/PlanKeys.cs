using System.Collections.Concurrent;
using System.Reflection;

namespace Kafka.Sli.Probe.Plan;

/// <summary>What may stand in one part of a plan.</summary>
internal sealed class PlanKeys
{
    private static readonly ConcurrentDictionary<Type, PlanKeys> Known = new();

    private PlanKeys(Type type)
    {
        All =
        [
            .. from property in type.GetProperties()
            let key = property.GetCustomAttribute<PlanKeyAttribute>()
            where key is not null
            select (property, key),
        ];
        Rest = Array.Find(type.GetProperties(), p => p.PropertyType == typeof(PropertyMap) && p.GetCustomAttribute<PlanKeyAttribute>() is null);
    }

    public IReadOnlyList<(PropertyInfo Property, PlanKeyAttribute Key)> All { get; }

    /// <summary>What takes every key that is not one of ours, as a property of the client; <see langword="null"/> where there is no such thing.</summary>
    public PropertyInfo? Rest { get; }

    public static PlanKeys Of(Type type) => Known.GetOrAdd(type, static t => new PlanKeys(t));

    public PropertyInfo? Find(string name) => All.FirstOrDefault(k => k.Key.Name == name).Property;
}
