namespace Kafka.Sli.Telemetry;

/// <summary>The properties that a client is built of. Of one that is given twice the last counts, as it does for librdkafka.</summary>
internal sealed class ClientProperties
{
    private readonly KeyValuePair<string, string>[] _all;

    public ClientProperties(IEnumerable<KeyValuePair<string, string>>? config) => _all = [.. config ?? []];

    /// <summary>The value of a property that goes by any of these names; <see langword="null"/> when it was not given.</summary>
    public string? this[params string[] names] => _all.LastOrDefault(p => names.Contains(p.Key, StringComparer.Ordinal)).Value;
}
