namespace Kafka.Sli.Telemetry;

/// <summary>
/// The properties that a client is built of. Of one that is given twice the last counts for librdkafka, and the first for what
/// Confluent.Kafka reads itself (<c>dotnet.</c>).
/// </summary>
internal sealed class ClientProperties
{
    private const string ReadByConfluent = "dotnet.";

    private readonly KeyValuePair<string, string>[] _all;

    public ClientProperties(IEnumerable<KeyValuePair<string, string>>? config) => _all = [.. config ?? []];

    /// <summary>The value of a property that goes by any of these names; <see langword="null"/> when it was not given.</summary>
    public string? this[params string[] names]
    {
        get
        {
            var given = _all.Where(p => names.Contains(p.Key, StringComparer.Ordinal));
            return names[0].StartsWith(ReadByConfluent, StringComparison.Ordinal) ? given.FirstOrDefault().Value : given.LastOrDefault().Value;
        }
    }
}
