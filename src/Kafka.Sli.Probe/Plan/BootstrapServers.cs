using System.Globalization;

namespace Kafka.Sli.Probe.Plan;

/// <summary>The addresses of a cluster.</summary>
internal static class BootstrapServers
{
    private static readonly string[] Protocols = ["plaintext", "ssl", "sasl_plaintext", "sasl_ssl"];

    /// <param name="text">As given.</param>
    /// <param name="option">What stands before an address where it is given.</param>
    /// <returns>What is wrong, or <see langword="null"/>.</returns>
    public static string? Fault(string text, string option = "")
    {
        var wrong = Array.Find(text.Split(','), static broker =>
        {
            var colon = broker.LastIndexOf(':');
            return string.IsNullOrWhiteSpace(broker) || !IsOfHost(broker.Trim()) || (colon >= 0 && (colon == 0 || !ushort.TryParse(broker.AsSpan(colon + 1), CultureInfo.InvariantCulture, out _)));
        });
        return wrong is null ? null : $"'{wrong}' is no broker; write it as host:port, like {option}kafka-1:9092,kafka-2:9092";
    }

    /// <summary>librdkafka takes a security protocol before the host, and nothing else: other addresses are brokers that it never finds.</summary>
    private static bool IsOfHost(string broker) =>
        !broker.Any(static c => c == ';' || char.IsWhiteSpace(c))
        && (broker.Split("://") is not [var protocol, _, ..] || Protocols.Contains(protocol, StringComparer.OrdinalIgnoreCase));
}
