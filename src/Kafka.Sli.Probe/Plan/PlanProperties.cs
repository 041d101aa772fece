namespace Kafka.Sli.Probe.Plan;

/// <summary>Properties of clients, looked at one by one and handed to the client that each is for.</summary>
internal sealed class PlanProperties
{
    private readonly PlanFaults _faults;
    private readonly PlanSecrets _secrets;

    public PlanProperties(PlanFaults faults, PlanSecrets secrets)
    {
        _faults = faults;
        _secrets = secrets;
    }

    /// <summary>Those that librdkafka takes; of the others it is told why not.</summary>
    public Dictionary<string, string> Checked(PropertyMap? map, PropertyScope scope = PropertyScope.Both)
    {
        var all = new Dictionary<string, string>();
        foreach (var property in map?.All ?? [])
        {
            var (key, place) = property.Key;
            if (PropertyFault.IsStruckOut(key))
            {
                _secrets.Keep(property.Value.Value);
            }

            if (Fault(key, property.Value.Value, scope) is { } fault)
            {
                _faults.Add(place, _secrets.Hide(fault));
            }
            else
            {
                all[key] = property.Value.Value;
            }
        }

        return all;
    }

    /// <summary>Those of a client that is not asked; but for what would leave the probe nothing to measure.</summary>
    public Dictionary<string, string> Unchecked(PropertyMap? map)
    {
        var all = new Dictionary<string, string>();
        foreach (var property in map?.All ?? [])
        {
            var (key, place) = property.Key;
            if (PropertyFault.IsStruckOut(key))
            {
                _secrets.Keep(property.Value.Value);
            }

            if ((AddressFault(key) ?? RefusedProperties.Fault(key, property.Value.Value)) is { } fault)
            {
                _faults.Add(place, _secrets.Hide(fault));
            }

            all[key] = property.Value.Value;
        }

        return all;
    }

    /// <summary>All clients of a cluster have its address, whatever a profile or the matrix says: a cell named for another one would be measured here.</summary>
    public static string? AddressFault(string key) =>
        key is "bootstrap.servers" or "metadata.broker.list" ? $"'{key}' is a property of the cluster; put it there, and have another cluster for another address" : null;

    public static string? Fault(string key, string value, PropertyScope scope = PropertyScope.Both) =>
        (scope == PropertyScope.Both ? null : AddressFault(key))
        ?? LibrdkafkaProperties.Validate(key, value)
        ?? RefusedProperties.Fault(key, value)
        ?? ((ScopeOf(key) & scope) == 0 ? $"'{key}' is a property of the {(scope == PropertyScope.Producer ? "consumer" : "producer")}; put it there" : null);

    /// <summary>What a client makes of a property, by whichever of its names it is given; <see langword="null"/> when by none.</summary>
    public static string? ValueOf(IReadOnlyDictionary<string, string> properties, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (properties.TryGetValue(name, out var value))
            {
                return LibrdkafkaProperties.Read(name, value);
            }
        }

        return null;
    }

    public static PropertyScope ScopeOf(string key) =>
        key.StartsWith("dotnet.producer.", StringComparison.Ordinal) ? PropertyScope.Producer
        : key.StartsWith("dotnet.consumer.", StringComparison.Ordinal) ? PropertyScope.Consumer
        : LibrdkafkaPropertyTable.ScopeOf(key);

    /// <summary>What is for one client, the later ones before the earlier ones.</summary>
    public static Dictionary<string, string> For(PropertyScope client, params ReadOnlySpan<IReadOnlyDictionary<string, string>> layers)
    {
        var all = new Dictionary<string, string>();
        foreach (var layer in layers)
        {
            foreach (var (key, value) in layer.Where(p => (ScopeOf(p.Key) & client) != 0))
            {
                all[key] = value;
            }
        }

        return all;
    }
}
