namespace Kafka.Sli;

/// <summary>The switch that takes Kafka.Sli out of a running service's way without a deployment.</summary>
internal static class KafkaSliSwitch
{
    public const string Variable = "KAFKA_SLI_DISABLED";

    public static bool IsOff =>
        Environment.GetEnvironmentVariable(Variable) is { } value
        && (value.Trim() is "1" || value.Trim().Equals("true", StringComparison.OrdinalIgnoreCase));
}
