namespace Kafka.Sli.Telemetry;

/// <summary>The attributes of the metrics, as <c>docs/sli-contract.md</c> defines them.</summary>
internal static class SliAttributes
{
    public const string Destination = "messaging.destination.name";
    public const string ConsumerGroup = "messaging.consumer.group.name";
    public const string Operation = "messaging.operation.name";
    public const string ErrorType = "error.type";
    public const string Client = "kafka.sli.client";
    public const string Outcome = "kafka.sli.outcome";
    public const string Stamp = "kafka.sli.stamp";
    public const string Indicator = "kafka.sli.indicator";
    public const string Objective = "kafka.sli.objective";
    public const string Verdict = "kafka.sli.verdict";
    public const string Window = "kafka.sli.window";
}
