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
            _ => PropertyFault.Refused(key, value, Text(error), LibrdkafkaPropertyTable.AllowedOf(key)),
        };
    }

    /// <summary>As librdkafka writes what it has read: <c>T</c> and <c>1</c> are <c>true</c> to it, and <c>0x10</c> and <c>020</c> are 16.</summary>
    public static string Read(string key, string value)
    {
        using var conf = new ConfHandle();
        Span<byte> text = stackalloc byte[Librdkafka.ErrorTextSize];
        var length = (nuint)text.Length;
        return Librdkafka.ConfSet(conf, key, value, text) == ConfResult.Ok && Librdkafka.ConfGet(conf, key, text, ref length) == ConfResult.Ok && length <= (nuint)text.Length
            ? Text(text)
            : value;
    }

    private static string Text(ReadOnlySpan<byte> error) => Encoding.UTF8.GetString(error[..Math.Max(0, error.IndexOf((byte)0))]);
}
