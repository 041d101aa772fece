namespace Kafka.Sli.Probe.Plan;

/// <summary>Properties that a client takes and with which the probe would measure nothing.</summary>
internal static class RefusedProperties
{
    private static readonly Dictionary<string, string> Reasons = new()
    {
        ["transactional.id"] = "the probe sends outside of transactions",
        ["dotnet.producer.enable.delivery.reports"] = "the probe measures to the delivery report",
        ["dotnet.producer.enable.background.poll"] = "the probe leaves polling to the client",
    };

    /// <returns>What is wrong, or <see langword="null"/>.</returns>
    public static string? Fault(string key, string value) =>
        key == "group.id" && value.Length == 0
            ? "group.id=: must not be empty; leave it out for a group named after the topic"
            : Reasons.TryGetValue(key, out var reason) && !value.Equals("true", StringComparison.OrdinalIgnoreCase)
            ? $"{key}={value}: {reason}; leave it out"
            : null;
}
