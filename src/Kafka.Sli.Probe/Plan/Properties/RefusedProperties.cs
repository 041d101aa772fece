namespace Kafka.Sli.Probe.Plan;

/// <summary>Properties that a client takes and with which the probe would measure nothing.</summary>
internal static class RefusedProperties
{
    private static readonly string[] NeededFields = ["headers", "timestamp", "topic"];

    /// <summary>Why each is refused, and with which value it does no harm.</summary>
    private static readonly Dictionary<string, (string Reason, Func<string, bool> IsHarmless)> Properties = new()
    {
        ["transactional.id"] = ("the probe gives each instance its own where its profile says transaction.every", static _ => false),
        ["delivery.report.only.error"] = ("the probe measures to the delivery report", static value => LibrdkafkaProperties.Read("delivery.report.only.error", value) == "false"),
        ["dotnet.producer.enable.delivery.reports"] = ("the probe measures to the delivery report", IsOn),
        ["dotnet.producer.enable.background.poll"] = ("the probe leaves polling to the client", IsOn),
        ["dotnet.consumer.consume.result.fields"] = ("the probe judges a message by its headers, timestamp and topic", HasAllFields),
    };

    /// <returns>What is wrong, or <see langword="null"/>.</returns>
    public static string? Fault(string key, string value) =>
        key == "group.id" && value.Length == 0
            ? "group.id=: must not be empty; leave it out for a group named after the topic"
            : Properties.TryGetValue(key, out var refused) && !refused.IsHarmless(value)
            ? $"{key}={value}: {refused.Reason}; leave it out"
            : null;

    private static bool IsOn(string value) => bool.TryParse(value, out var isOn) && isOn;

    private static bool HasAllFields(string value) => value == "all" || NeededFields.All(value.Replace(" ", "", StringComparison.Ordinal).Split(',').Contains);
}
