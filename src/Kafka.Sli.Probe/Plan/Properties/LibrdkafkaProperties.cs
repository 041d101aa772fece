using System.Text;
using Kafka.Sli.Probe.Embedded;

namespace Kafka.Sli.Probe.Plan;

/// <summary>Asks librdkafka itself whether it takes a property, before a client is built with it.</summary>
internal static class LibrdkafkaProperties
{
    /// <summary>Null when it is taken, else one line. What only shows when all properties are seen together (<c>acks</c> beside <c>enable.idempotence</c>) is found by the client.</summary>
    public static string? Validate(string key, string value)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(value);
        if (key.StartsWith(ConfluentProperties.Prefix, StringComparison.Ordinal))
        {
            return ConfluentProperties.Validate(key, value);
        }

        using var conf = new ConfHandle();
        Span<byte> error = stackalloc byte[Librdkafka.ErrorTextSize];
        return Librdkafka.ConfSet(conf, key, value, error) switch
        {
            ConfResult.Ok => null,
            ConfResult.Unknown => PropertyFault.Unknown(key, "librdkafka", LibrdkafkaPropertyTable.Names),
            _ => PropertyFault.Refused(key, value, Reason(error), LibrdkafkaPropertyTable.AllowedOf(key)),
        };
    }

    private static string Reason(ReadOnlySpan<byte> error) => Encoding.UTF8.GetString(error[..Math.Max(0, error.IndexOf((byte)0))]);
}
