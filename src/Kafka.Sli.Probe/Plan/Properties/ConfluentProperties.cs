using System.Globalization;
using Confluent.Kafka;

namespace Kafka.Sli.Probe.Plan;

/// <summary>The properties that Confluent.Kafka keeps for itself; librdkafka does not know them.</summary>
internal static class ConfluentProperties
{
    public const string Prefix = "dotnet.";

    private static readonly string[] Names =
    [
        ConfigPropertyNames.Producer.EnableBackgroundPoll,
        ConfigPropertyNames.Producer.EnableDeliveryReports,
        ConfigPropertyNames.Producer.DeliveryReportFields,
        ConfigPropertyNames.Consumer.ConsumeResultFields,
        ConfigPropertyNames.CancellationDelayMaxMs,
    ];

    public static string? Validate(string key, string value)
    {
        return key switch
        {
            ConfigPropertyNames.Producer.EnableBackgroundPoll or ConfigPropertyNames.Producer.EnableDeliveryReports =>
                bool.TryParse(value, out _) ? null : Refused("it is no boolean", "true, false"),
            ConfigPropertyNames.Producer.DeliveryReportFields => Fields("key", "value", "timestamp", "headers", "status"),
            ConfigPropertyNames.Consumer.ConsumeResultFields => Fields("headers", "timestamp", "topic"),
            ConfigPropertyNames.CancellationDelayMaxMs =>
                int.TryParse(value, NumberStyles.Integer, CultureInfo.InvariantCulture, out var delay) && delay is >= 1 and <= 10_000
                    ? null
                    : Refused("it is no delay", "1 .. 10000"),
            _ => PropertyFault.Unknown(key, "Confluent.Kafka", Names),
        };

        string? Fields(params string[] fields) =>
            value is "all" or "none" || value.Replace(" ", "", StringComparison.Ordinal).Split(',').All(fields.Contains)
                ? null
                : Refused("it is no list of fields", $"all, none or a list of {string.Join(", ", fields)}");

        string Refused(string reason, string allowed) => PropertyFault.Refused(key, value, reason, allowed);
    }
}
