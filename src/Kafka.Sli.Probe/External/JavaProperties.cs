namespace Kafka.Sli.Probe.External;

/// <summary>
/// How a cluster is reached, said once in the plan by librdkafka's names, as the Java client wants it said: only where the plan does not say it by Java's own.
/// All other properties are the profile's, by the names of the client that it is for.
/// </summary>
internal static class JavaProperties
{
    private const string Pem = "PEM";

    /// <param name="plan">Of a producer or of a consumer.</param>
    /// <exception cref="ProbeException">A file that it names cannot be read.</exception>
    public static IReadOnlyDictionary<string, string> Of(IReadOnlyDictionary<string, string> plan)
    {
        var all = new Dictionary<string, string>(plan);
        Rename(all, "sasl.mechanisms", "sasl.mechanism");
        var (user, password) = (Take(all, "sasl.username"), Take(all, "sasl.password"));
        if (user is not null && password is not null && LoginModule(all.GetValueOrDefault("sasl.mechanism")) is { } module)
        {
            all.TryAdd("sasl.jaas.config", $"{module} required username={Quoted(user)} password={Quoted(password)};");
        }

        if (Take(all, "ssl.ca.location") is { } authority)
        {
            all.TryAdd("ssl.truststore.location", authority);
            all.TryAdd("ssl.truststore.type", Pem);
        }

        if (Take(all, "ssl.ca.pem") is { } authorities)
        {
            all.TryAdd("ssl.truststore.certificates", authorities);
            all.TryAdd("ssl.truststore.type", Pem);
        }

        var chain = Take(all, "ssl.certificate.pem") ?? Read("ssl.certificate.location", Take(all, "ssl.certificate.location"));
        var key = Take(all, "ssl.key.pem") ?? Read("ssl.key.location", Take(all, "ssl.key.location"));
        if (chain is not null && key is not null)
        {
            all.TryAdd("ssl.keystore.certificate.chain", chain);
            all.TryAdd("ssl.keystore.key", key);
            all.TryAdd("ssl.keystore.type", Pem);
        }

        if (all.GetValueOrDefault("ssl.endpoint.identification.algorithm") == "none")
        {
            all["ssl.endpoint.identification.algorithm"] = "";
        }

        return all;
    }

    /// <returns><see langword="null"/> for one whose log-in is more than a name and a password.</returns>
    private static string? LoginModule(string? mechanism) => mechanism switch
    {
        "PLAIN" => "org.apache.kafka.common.security.plain.PlainLoginModule",
        "SCRAM-SHA-256" or "SCRAM-SHA-512" => "org.apache.kafka.common.security.scram.ScramLoginModule",
        _ => null,
    };

    private static string Quoted(string text) => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private static void Rename(Dictionary<string, string> all, string from, string to)
    {
        if (Take(all, from) is { } value)
        {
            all.TryAdd(to, value);
        }
    }

    private static string? Take(Dictionary<string, string> all, string key) => all.Remove(key, out var value) ? value : null;

    private static string? Read(string key, string? file)
    {
        try
        {
            return file is null ? null : File.ReadAllText(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw ProbeException.BadUsage($"{key}: {file} cannot be read: {e.Message}", e);
        }
    }
}
